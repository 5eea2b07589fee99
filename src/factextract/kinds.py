"""The six kinds of fact, by name. Apart from the records so that naming a kind needs no Pydantic."""

from typing import Literal, get_args

Kind = Literal["trade_value", "monetary_value", "growth_percentage", "percentage", "quantity", "event_date"]
KINDS: tuple[Kind, ...] = get_args(Kind)
