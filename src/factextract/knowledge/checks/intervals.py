"""Closed intervals of exact decimals, and the arithmetic that keeps a rounded figure's doubt (interval arithmetic)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, radius: Decimal) -> Self:
        """The numbers no further than ``radius`` from ``value``."""
        return cls(value - radius, value + radius)

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Interval") -> "Interval":
        return self + -other

    def __mul__(self, other: "Interval") -> "Interval":
        ends = [one * two for one in (self.low, self.high) for two in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: "Interval") -> "Interval":
        """The quotients. Raises ZeroDivisionError where zero is among the divisors."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError(f"the divisor, {other.low} to {other.high}, may be zero")
        return self * Interval(1 / other.high, 1 / other.low)

    def scaled(self, factor: Decimal) -> "Interval":
        """Every number times a factor, which is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def overlaps(self, other: "Interval") -> bool:
        """Whether some number is in both."""
        return self.low <= other.high and other.low <= self.high

    @property
    def size(self) -> "Interval":
        """The numbers without their signs."""
        if self.low >= 0:
            return self
        return -self if self.high <= 0 else Interval(Decimal(0), max(-self.low, self.high))

    @property
    def middle(self) -> Decimal:
        """The number half way."""
        return (self.low + self.high) / 2

    @property
    def relative_width(self) -> Decimal:
        """How wide it is for its size; infinite around zero."""
        middle = abs(self.middle)
        return (self.high - self.low) / middle if middle else Decimal("Infinity")


def grown(level: Interval, percent: Interval) -> Interval:
    """A level after a relative change in percent."""
    return level * Interval(1 + percent.low / _HUNDRED, 1 + percent.high / _HUNDRED)
