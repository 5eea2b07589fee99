"""Fits the small encoder of the linker (`factextract.linker`) on gold articles.

Reads its input as the run time does, with the same pieces, windows and marks. torch and transformers are imported
by the modules that need them (`batches`, `model`, `loop`, `export`), which nothing imports before training begins.
"""
