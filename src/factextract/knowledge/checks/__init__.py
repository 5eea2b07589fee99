"""Arithmetic that an article's own figures allow: what does not add up was misread, or miswritten."""

from factextract.knowledge.checks.article import check_facts
from factextract.knowledge.checks.check import Check, Problem
from factextract.knowledge.checks.intervals import Interval

__all__ = ["Check", "Interval", "Problem", "check_facts"]
