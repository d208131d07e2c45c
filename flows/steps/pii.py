"""Personal data in texts: e-mail addresses, telephone numbers, card numbers (Luhn), IBANs (ISO 13616)."""

from __future__ import annotations

from collections.abc import Callable

import re2

from flows.steps.llm_config import PiiType

_EMAIL = re2.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*\.[A-Za-z]{2,63}")
_PHONE = re2.compile(
    r"(?:(?:\+|\b00)[1-9](?:[ ().-]{0,2}\d){7,14}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\b\d{3}[ .-]\d{3}[ .-]\d{4})\b"
)
_CARD = re2.compile(r"\b\d(?:[ -]?\d){12,18}\b")
_IBAN = re2.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}")
_IBAN_LENGTHS = {
    **{"AD": 24, "AE": 23, "AT": 20, "BA": 20, "BE": 16, "BG": 22, "BR": 29, "CH": 21, "CY": 28, "CZ": 24, "DE": 22},
    **{"DK": 18, "EE": 20, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23, "GL": 18, "GR": 27},
    **{"HR": 21, "HU": 28, "IE": 22, "IL": 23, "IS": 26, "IT": 27, "KW": 30, "KZ": 20, "LI": 21, "LT": 20, "LU": 20},
    **{"LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "QA": 29},
    **{"RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29, "VA": 22},
}


def contains_pii(kind: PiiType, text: str) -> bool:
    """Whether the text holds at least one value of this kind."""
    return _FINDERS[kind](text)


def _has_email(text: str) -> bool:
    return bool(_EMAIL.search(text))


def _has_phone(text: str) -> bool:
    return bool(_PHONE.search(text))


def _has_card(text: str) -> bool:
    return any(_passes_luhn(found.group().replace(" ", "").replace("-", "")) for found in _CARD.finditer(text))


def _has_iban(text: str) -> bool:
    return any(_is_iban(found.group().replace(" ", "")) for found in _IBAN.finditer(text))


def _passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if index % 2 else 1) for index, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0 and set(digits) != {"0"}


def _is_iban(found: str) -> bool:
    # A match may run on into the words behind it: the country says how long an IBAN is.
    length = _IBAN_LENGTHS.get(found[:2], 0)
    iban = found[:length]
    return 0 < length == len(iban) and int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


_FINDERS: dict[PiiType, Callable[[str], bool]] = {
    PiiType.EMAIL: _has_email,
    PiiType.PHONE: _has_phone,
    PiiType.CREDIT_CARD: _has_card,
    PiiType.IBAN: _has_iban,
}
