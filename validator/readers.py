"""Readers: from bytes to batches of items, each with the text it was read from."""

from __future__ import annotations
