"""How much of the linker is used."""

from enum import StrEnum


class LinkerSetting(StrEnum):
    """With the encoder that reads the text, or by the weights of features alone."""

    FULL = "full"
    FAST = "fast"
