"""The API on this machine: for programs that upload to be tested against."""

from __future__ import annotations

from validator.sandbox.service import running

__all__ = ["running"]
