"""Lengths of time: their TIMEX3 values, and the day so many units away."""

from datetime import date, timedelta
from decimal import Decimal

from factextract.mentions.dates.calendar import MONTHS_IN, add_months
from factextract.mentions.dates.symbols import UNIT_NAMES

_DAYS_IN = {"D": 1, "W": 7, "F": 14, "WE": 7}


def move(day: date, count: int | Decimal, unit: str) -> date:
    """Return the day so many units later (or earlier)."""
    if unit in _DAYS_IN:
        return day + timedelta(days=int(count * _DAYS_IN[unit]))
    return add_months(day, int(count * MONTHS_IN[UNIT_NAMES[unit]]))


def duration(count: int | Decimal, unit: str) -> str:
    """Return the TIMEX3 value of a length: P5Y, PT3H, P20Y for two decades, P2Y6M for two years and a half."""
    if unit in {"E", "C"}:
        count, unit = count * (10 if unit == "E" else 100), "Y"
    if unit in {"F", "WE"}:
        count, unit = count * 2, "W" if unit == "F" else "D"
    whole, half = int(count), count % 1 != 0
    match unit:
        case "H":
            return f"PT{whole}H30M" if half else f"PT{whole}H"
        case "MIN":
            return f"PT{whole}M30S" if half else f"PT{whole}M"
        case "SEC":
            return f"PT{count}S"
        case "Y" if half:
            return f"P{whole}Y6M" if whole else "P6M"
        case _:
            return f"P{count}{unit}" if half else f"P{whole}{unit}"


_VAGUE = {"MIN": "PTXM", "H": "PTXH", "SEC": "PTXS", "F": "PXW", "WE": "PXD"}


def vague_duration(unit: str) -> str:
    """Return the TIMEX3 value of an untold number of units: PXY, PXE for decades, PTXM for minutes."""
    return _VAGUE.get(unit) or f"PX{unit}"
