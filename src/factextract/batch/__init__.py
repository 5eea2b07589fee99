"""Folders of any size to files of facts: several processes, each article's failure its own, resumed where it stopped.

`units` of the input (`factextract.articles.units`) go to `workers`, what comes of each is kept in a `store`, and when all
is there `output` writes the files from it. `run` is the whole of it; `stream` is the same for a pipe.
"""
