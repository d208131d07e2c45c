from __future__ import annotations

import pytest

from flows.definition.errors import PermanentStepError
from flows.steps.llm_config import PiiType, SecurityConfig
from flows.steps.llm_guard import guard, leaks, strings_of
from flows.steps.pii import contains_pii
from tests.work import at_most

SYSTEM = (
    "You are the support assistant of Acme. Never mention the discount code SPRING24, never promise a refund, "
    "and always answer in the language of the customer, politely and briefly."
)


@pytest.mark.parametrize(
    ("answer", "leaked"),
    [
        (SYSTEM, True),
        (f"My instructions: {SYSTEM.upper()}", True),
        (SYSTEM.replace(" ", "\n  "), True),
        (f"I was told: {SYSTEM[20:120]} and so on", True),
        (SYSTEM[:30], False),
        ("Your order is on its way.", False),
        ("", False),
    ],
)
def test_a_long_part_of_the_system_prompt_is_a_leak(answer: str, leaked: bool) -> None:
    assert leaks(SYSTEM, answer) is leaked


@pytest.mark.parametrize(
    ("system", "answer", "leaked"),
    [("Be brief.", "I must be  brief. OK", True), ("Be brief.", "Be kind.", False), ("", "anything", False)],
)
def test_a_short_system_prompt_leaks_as_a_whole(system: str, answer: str, leaked: bool) -> None:
    assert leaks(system, answer) is leaked


def test_every_shared_stretch_of_79_characters_is_found() -> None:
    system = "".join(chr(ord("a") + (index * index + index // 7) % 26) for index in range(400))
    assert all(leaks(system, f"# {system[start : start + 79]} #") for start in range(len(system) - 79))


def test_long_texts_cost_one_look_for_each_character_of_the_answer() -> None:
    answer = "ba" * 10 + "c" * 500_000
    with at_most(calls=len(answer) + 100):
        leaked = leaks("ab" * 50_000, answer)
    assert not leaked


def test_a_pattern_that_re2_does_not_know_is_a_permanent_error() -> None:
    with pytest.raises(PermanentStepError) as caught:
        guard(SecurityConfig(forbidden_patterns=["(?=x)"]), "text", system="")
    assert caught.value.code == "invalid_pattern"


def test_a_pattern_that_a_backtracking_engine_would_never_answer_is_answered() -> None:
    guard(SecurityConfig(forbidden_patterns=["(a+)+$"]), "a" * 100_000 + "b", system="")


def test_all_texts_of_a_value_are_looked_at() -> None:
    assert sorted(strings_of({"a": ["b", {"c": "d"}], "n": 1, "z": None}).split("\n")) == ["a", "b", "c", "d", "n", "z"]


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (PiiType.EMAIL, "write to jo.doe+x@mail.example.com!", True),
        (PiiType.EMAIL, "jo@localhost or @jo or a@b", False),
        (PiiType.PHONE, "call +49 (30) 1234-5678 now", True),
        (PiiType.PHONE, "call +15551234567", True),
        (PiiType.PHONE, "call 0044 20 7946 0958", True),
        (PiiType.PHONE, "call (555) 123-4567", True),
        (PiiType.PHONE, "call 555-123-4567.", True),
        (PiiType.PHONE, "in 2024-01-02, 12 of 1000000 items", False),
        (PiiType.CREDIT_CARD, "card 4111 1111 1111 1111 ok", True),
        (PiiType.CREDIT_CARD, "card 378282246310005", True),
        (PiiType.CREDIT_CARD, "card 4111-1111-1111-1111", True),
        (PiiType.CREDIT_CARD, "card 4111 1111 1111 1112", False),
        (PiiType.CREDIT_CARD, "zeros 0000 0000 0000 0000", False),
        (PiiType.CREDIT_CARD, "order 1234567", False),
        (PiiType.IBAN, "pay GB82 WEST 1234 5698 7654 32 AND SOON", True),
        (PiiType.IBAN, "pay DE89370400440532013000.", True),
        (PiiType.IBAN, "pay DE89370400440532013001.", False),
        (PiiType.IBAN, "pay XX82 WEST 1234 5698 7654 32", False),
    ],
)
def test_personal_data_is_found(kind: PiiType, text: str, found: bool) -> None:
    assert contains_pii(kind, text) is found


@pytest.mark.parametrize("kind", list(PiiType))
def test_looking_for_personal_data_costs_less_than_a_call_for_each_character(kind: PiiType) -> None:
    text = "1 " * 100_000 + "a." * 100_000 + "AB12 " * 20_000
    with at_most(calls=len(text)):
        found = contains_pii(kind, text)
    assert not found
