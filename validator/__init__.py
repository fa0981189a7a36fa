"""Check what is sent to a crowdsourcing API, before it is sent."""

from __future__ import annotations

from validator.model import Finding
from validator.validator import Validator

__all__ = ["Finding", "Validator", "__version__"]
__version__ = "0.1.0"
