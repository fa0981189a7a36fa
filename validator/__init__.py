"""Check what is sent to a crowdsourcing API, before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["Finding", "Validator", "__version__"]
__version__ = "0.1.0"

if TYPE_CHECKING:
    from validator.model import Finding
    from validator.validator import Validator
else:

    def __getattr__(name: str) -> object:
        """Import a public name when it is asked for: the command line asks for none, and starts without them."""
        from importlib import import_module

        homes = {"Finding": "validator.model", "Validator": "validator.validator"}
        if name not in homes:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(homes[name]), name)
