"""What an error says, and what a program can ask it."""

from __future__ import annotations

import pickle

from align.cli.options import flag_of
from align.errors import AlignError, FormatError, MissingExtraError, UsageError, option_name, options_called


def test_an_error_in_a_line_says_where_it_is_and_what_to_do() -> None:
    error = FormatError.at("a.tsv", 7, "it has 3 columns", hint="Save the table again")
    assert str(error) == "a.tsv, line 7: it has 3 columns. Save the table again"
    assert (error.path, error.line, error.hint) == ("a.tsv", 7, "Save the table again")
    assert str(FormatError.at("a.tsv", None, "it is empty")) == "a.tsv: it is empty"


def test_an_error_comes_back_from_another_process_as_it_was() -> None:
    errors: list[AlignError] = [FormatError.at("a.tsv", 7, "broken", hint="mend it"), MissingExtraError("zstd", "zstd")]
    for error in errors:
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), back.path, back.line, back.hint) == (
            type(error),
            str(error),
            error.path,
            error.line,
            error.hint,
        )


def test_an_option_is_called_by_its_parameter_in_a_script_and_by_its_flag_on_the_command_line() -> None:
    assert str(UsageError(f"{option_name('best_of')} is 50")) == "best_of is 50"
    with options_called(flag_of):
        assert option_name("best_of") == "--best-of"
        assert (option_name("source_lang"), option_name("tmx_langs")) == ("--from", "--tmx-lang")
    assert option_name("best_of") == "best_of"
