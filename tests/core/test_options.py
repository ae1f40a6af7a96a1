"""The global options, wherever they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from podpusher_cli.core.options import (
    GLOBAL_OPTIONS,
    BadVariable,
    ExtraValue,
    MissingValue,
    Options,
    from_environment,
    leading,
    split,
)

NONE = Options()


@pytest.mark.parametrize(
    ("line", "options", "rest"),
    [
        ("products list --json", Options(json=True), "products list"),
        ("--json products list", Options(json=True), "products list"),
        ("products --json list --limit 5", Options(json=True), "products list --limit 5"),
        ("-P fox products", Options(profile="fox"), "products"),
        ("products -Pfox", Options(profile="fox"), "products"),
        ("products -P=fox", Options(profile="fox"), "products"),
        ("products --profile=fox", Options(profile="fox"), "products"),
        ("products --profile fox", Options(profile="fox"), "products"),
        ("--lang fr doctor", Options(lang="fr"), "doctor"),
        ("publish -qy", Options(quiet=True, yes=True), "publish"),
        ("publish -vv", Options(verbose=2), "publish"),
        ("publish -v -v -v", Options(verbose=3), "publish"),
        ("publish -yvv --sandbox", Options(yes=True, verbose=2, sandbox=True), "publish"),
        ("publish --no-input --no-color", Options(no_input=True, no_color=True), "publish"),
        ("generate -n 5", NONE, "generate -n 5"),
        ("generate -nq", NONE, "generate -nq"),
        ("generate -- --json -q", NONE, "generate -- --json -q"),
        ("generate --json -- -q", Options(json=True), "generate -- -q"),
        ("generate - --yes", Options(yes=True), "generate -"),
        ("", NONE, ""),
        ("--profile fox --profile owl", Options(profile="owl"), ""),
        ("--jsonx --lan fr", NONE, "--jsonx --lan fr"),
    ],
)
def test_they_are_taken_out_wherever_they_stand(line: str, options: Options, rest: str) -> None:
    assert split(line.split(), NONE) == (options, rest.split())


@pytest.mark.parametrize("line", ["products --profile", "-P", "list --lang"])
def test_a_value_that_is_missing(line: str) -> None:
    if line == "-P":
        assert split(["-P", "x"], NONE)[0].profile == "x"
    with pytest.raises(MissingValue) as refused:
        split(line.split(), NONE)
    assert refused.value.exit_status == 2


def test_a_value_where_none_belongs() -> None:
    with pytest.raises(ExtraValue):
        split(["list", "--json=1"], NONE)


@pytest.mark.parametrize("idea", ["Plant dad", "a=b", "=1+1", "-- dad --", "🌱 -v", "two  words"])
def test_an_argument_stays_as_it_was_typed(idea: str) -> None:
    assert split(["generate", idea, "--json"], NONE) == (Options(json=True), ["generate", idea])


def test_an_option_wins_over_the_environment() -> None:
    base = from_environment({"PODPUSHER_PROFILE": "owl", "PODPUSHER_JSON": "1", "PODPUSHER_VERBOSE": "2"})
    assert base == Options(profile="owl", json=True, verbose=2)
    assert split(["-P", "fox", "-v"], base)[0] == Options(profile="fox", json=True, verbose=3)


@pytest.mark.parametrize(
    ("word", "value"),
    [("1", True), ("true", True), ("YES", True), ("0", False), ("", False), ("off", False), ("No", False)],
)
def test_yes_and_no_in_the_environment(word: str, value: bool) -> None:
    assert from_environment({"PODPUSHER_NO_INPUT": word}).no_input is value


def test_the_environment_may_ask_for_more_words() -> None:
    assert [from_environment({"PODPUSHER_VERBOSE": word}).verbose for word in ("", "0", "1", "3", "yes", "no")] == [
        0,
        0,
        1,
        3,
        1,
        0,
    ]


@pytest.mark.parametrize(
    ("variable", "word"), [("PODPUSHER_JSON", "maybe"), ("PODPUSHER_VERBOSE", "much"), ("PODPUSHER_VERBOSE", "²")]
)
def test_a_word_that_is_neither_is_named(variable: str, word: str) -> None:
    with pytest.raises(BadVariable) as refused:
        from_environment({variable: word})
    assert variable in refused.value.plain()
    assert word in refused.value.plain()


def test_an_empty_name_in_the_environment_is_none() -> None:
    assert from_environment({"PODPUSHER_PROFILE": "", "PODPUSHER_LANG": ""}) == NONE


def test_each_has_a_field_a_variable_and_a_help() -> None:
    for option in GLOBAL_OPTIONS:
        assert hasattr(NONE, option.name)
        assert option.variable == "PODPUSHER_" + option.name.upper()
        assert option.help.endswith(".")


@pytest.mark.parametrize(
    ("options", "sentence", "led"),
    [
        (Options(sandbox=True), "Next: podpusher publish --dry-run", "Next: podpusher --sandbox publish --dry-run"),
        (
            Options(profile="fox"),
            "podpusher publish; podpusher products edit p-1 …",
            "podpusher --profile fox publish; podpusher --profile fox products edit p-1 …",
        ),
        (Options(profile="fox", sandbox=True), "podpusher publish", "podpusher --profile fox --sandbox publish"),
        (Options(profile="fox", sandbox=True), "podpusher profile list", "podpusher --sandbox profile list"),
        (Options(profile="fox", sandbox=True), "podpusher sandbox start", "podpusher sandbox start"),
        (Options(sandbox=True), "podpusher does without, podpusher-publish too", None),
        (Options(sandbox=True), "podpusher --sandbox publish", None),
        (NONE, "podpusher publish", None),
    ],
)
def test_the_commands_in_a_sentence_lead_to_where_it_was_said(options: Options, sentence: str, led: str | None) -> None:
    lead = leading(options, ["publish", "products", "profile", "sandbox"])
    assert lead(sentence) == (led or sentence)
    assert lead(lead(sentence)) == lead(sentence)


plain_words = st.text(st.characters(exclude_characters="-", exclude_categories=["Cs"]), min_size=1, max_size=8)
flags = st.sampled_from(["--json", "-q", "--yes", "-v", "--sandbox", "--no-input"])


@given(st.lists(plain_words, max_size=5), st.lists(flags, max_size=4), st.randoms(use_true_random=False))
def test_the_place_makes_no_difference(words: list[str], options: list[str], dice: object) -> None:
    line = list(words)
    for option in options:
        line.insert(dice.randint(0, len(line)), option)  # type: ignore[attr-defined]
    assert split(line, NONE) == (split(options, NONE)[0], words)
