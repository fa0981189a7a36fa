"""What a code host knows a finding by, from one run to the next."""

from __future__ import annotations

import re
from collections import Counter

from validator.model import Finding

# Some messages name other items or lines, and those move too.
_NUMBER = re.compile("[0-9]+")


class Fingerprints:
    """Gives each finding of a run its own mark, which stays when lines or items move.

    It is made of what the finding says, not of where; equal ones are numbered in the order of the run.
    """

    def __init__(self) -> None:
        from hashlib import blake2b  # only two formats need it, and start-up time counts

        self._hash = blake2b
        self._repeats: Counter[bytes] = Counter()

    def of(self, finding: Finding) -> str:
        """The mark of the next finding: 32 hexadecimal digits and a number."""
        parts = (finding.file or "", finding.code, str(finding.path), _NUMBER.sub("#", finding.message))
        digest = self._hash(repr(parts).encode(), digest_size=16).digest()
        self._repeats[digest] += 1
        return f"{digest.hex()}:{self._repeats[digest]}"
