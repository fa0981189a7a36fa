"""What encoding a text is in that is not UTF-8: by its first bytes, or by what its letters would be."""

from __future__ import annotations

import re
from collections.abc import Callable

#: Marks at the beginning of a text; that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# The same without a mark: JSON and tables begin with two ASCII characters.
_ZEROS = (
    (re.compile(rb"[\t\n\r -~]\x00\x00\x00[\t\n\r -~]\x00\x00\x00"), "UTF-32LE"),
    (re.compile(rb"\x00\x00\x00[\t\n\r -~]\x00\x00\x00[\t\n\r -~]"), "UTF-32BE"),
    (re.compile(rb"[\t\n\r -~]\x00[\t\n\r -~]\x00"), "UTF-16LE"),
    (re.compile(rb"\x00[\t\n\r -~]\x00[\t\n\r -~]"), "UTF-16BE"),
)
_CYRILLIC = ("WINDOWS-1251", "KOI8-R", "CP866")
_LATIN = ("WINDOWS-1252", "WINDOWS-1250")
# The usual letters of each script; those that seldom come tell encodings of the same script apart.
_USUAL_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщфэёъіїєґў"
_USUAL_LATIN = {
    "WINDOWS-1252": "éèêëàâäáãåæçñóòôöõøœíìîïúùûüßýÿÉÈÀÄÅÆÇÑÖØÜŒ",
    "WINDOWS-1250": "ąćęłńóśźżáéíúýčďěňřšťůžöüőűäăâîșțĄĆĘŁŃÓŚŹŻŠČŽŘ",
}
_MARKS_OF_TEXT = "¿¡ºª«»“”„‘’–—…€°№§©®™"  # noqa: RUF001 - the letters are meant
_WORDS = re.compile(r"[^\W\d_]+")
#: A guess of which fewer than this share of the characters are usual is none.
_SURE = 0.45
_ENOUGH = 1 << 14


def of_mark(head: bytes) -> str | None:
    """UTF-16 or UTF-32, with or without a byte order mark; None for any other text."""
    found = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    return found or next((name for zeros, name in _ZEROS if zeros.match(head)), None)


def guess(sample: bytes) -> str | None:
    """The likely encoding of a text that is not UTF-8, by a name that iconv knows.

    None where nothing is likely, and for text in UTF-8 that is damaged in places.
    """
    sample = sample[:_ENOUGH]
    decoded = sample.decode("utf-8", "replace")
    damaged = decoded.count("\ufffd")
    if sum(not each.isascii() for each in decoded) - damaged >= damaged:
        return None
    scores = {name: score(sample) for name, score in _SCORES.items()}
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _SURE else None


def _cyrillic(sample: bytes, encoding: str) -> float:
    found = total = 0.0
    for word in _WORDS.findall(text := sample.decode(encoding, "replace")):
        if word.isascii():
            continue
        total += len(word)
        # A capital behind a small letter is a letter of another encoding.
        is_word = len(word) > 1 and (word[1:].islower() or word.isupper())
        usual = sum(each in _USUAL_CYRILLIC[:20] for each in word.lower())
        rare = sum(each in _USUAL_CYRILLIC[20:] for each in word.lower())
        found += (usual + 0.7 * rare) * (1.0 if is_word and not word.isupper() else 0.4)
    return _share(found, total, text)


def _latin(sample: bytes, encoding: str) -> float:
    found = total = 0.0
    for word in _WORDS.findall(text := sample.decode(encoding, "replace")):
        strange = [each for each in word if not each.isascii()]
        total += len(strange)
        if len(strange) < len(word) and len(strange) * 2 <= len(word) + 1:  # words are mostly ASCII
            found += sum(each in _USUAL_LATIN[encoding] for each in strange)
    return _share(found, total, text) * 0.9


def _share(found: float, total: float, text: str) -> float:
    others = [each for each in text if not each.isascii() and not each.isalpha() and not each.isspace()]
    usual = sum(each in _MARKS_OF_TEXT for each in others)
    total += len(others)
    return (found + usual * 0.8) / total if total else 0.0


def _eastern(sample: bytes, encoding: str, usual: re.Pattern[str]) -> float:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return 0.0
    strange = sum(not each.isascii() for each in text)
    return 0.85 * len(usual.findall(text)) / strange if strange else 0.0


def _chinese(sample: bytes) -> float:
    """The share of the 3,755 most usual characters, which come first in GB 2312."""
    try:
        sample.decode("gb18030")
    except UnicodeDecodeError:
        return 0.0
    pairs = _PAIR.findall(sample)
    return 0.8 * sum(b"\xb0" <= each[:1] <= b"\xd7" for each in pairs) / len(pairs) if pairs else 0.0


def _score(function: Callable[..., float], *arguments: object) -> Callable[[bytes], float]:
    return lambda sample: function(sample, *arguments)


_KANA = re.compile("[\u3040-\u30ff\u3001\u3002]")
_PAIR = re.compile(rb"[\x80-\xff].", re.DOTALL)
_HANGUL = re.compile("[\uac00-\ud7a3]")
_SCORES: dict[str, Callable[[bytes], float]] = {
    **{name: _score(_cyrillic, name) for name in _CYRILLIC},
    **{name: _score(_latin, name) for name in _LATIN},
    "SHIFT_JIS": _score(_eastern, "shift_jis", _KANA),
    "EUC-JP": _score(_eastern, "euc_jp", _KANA),
    "EUC-KR": _score(_eastern, "euc_kr", _HANGUL),
    "GB18030": _chinese,
}
