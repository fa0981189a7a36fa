"""`toloka-lint fuzz`: items made up for a contract, a project and a pool, valid or broken in known ways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click
import orjson

from validator.cli.commands import INPUT, OUTPUT, UsageError, option, subcommand
from validator.cli.options import FILE, about_data, given, output
from validator.cli.output import place, refuse_to_overwrite, writer
from validator.cli.parameters import Choice, Number
from validator.contract.loader import REQUEST_KINDS
from validator.engines.error_mapping import order
from validator.fuzz.choices import Rolled
from validator.fuzz.mutations import Errors
from validator.fuzz.samples import Samples
from validator.inputs.documents import Documents
from validator.inputs.settings import FileSettings
from validator.json_text.places import JSONSource
from validator.model import JSON, Finding, Tally
from validator.reporters import Options
from validator.reporters.validation_errors import ValidationErrors


@subcommand(
    "fuzz",
    examples="""
    toloka-lint fuzz tasks --project project.json -n 1000 -o tasks.jsonl
    toloka-lint fuzz tasks --invalid 0.1 --labels labels.json > tasks.jsonl
    """,
    exits={0: "the items are written"},
)
@click.argument("kind", metavar="KIND", type=Choice("kind", REQUEST_KINDS))
@option("-n", "--count", group=INPUT, metavar="N", type=Number(), default=100, shown=100, help="How many items.")
@option("--seed", group=INPUT, metavar="S", type=int, default=0, shown=0, help="Seed: another one makes other items.")
@option(
    "--invalid",
    "share",
    group=INPUT,
    metavar="SHARE",
    type=Number(0, 1, float),
    default=0.0,
    shown=0,
    help="The share of items that are broken, from 0 to 1.",
)
@about_data
@option("--labels", group=OUTPUT, metavar="FILE", type=FILE, help="Write the errors there that the items must get.")
@output
def command(  # noqa: PLR0913 - click hands over each option
    kind: str, *, count: int, seed: int, share: float, labels: str | None, output: str | None, **options: Any
) -> None:
    """Generate N items of KIND, tasks or task-suites: one JSON text a line.

    Valid ones draw no error. Each broken one has one to three mistakes, and --labels says which, in the format
    of `check --output-format validation-errors`: position, path, code and message.

    The same seed gives the same bytes in the same version, and more items begin with the fewer.
    """
    if labels is not None and place(labels) == place(output):
        raise UsageError("items and labels cannot go to the same place: give --labels and -o different files")
    settings = FileSettings(kind, **given(**options))  # type: ignore[arg-type]
    for each in (output, labels):
        refuse_to_overwrite(each, settings.project, settings.pool)
    samples = Samples(Documents().context(settings))
    with ExitStack() as stack:
        write = stack.enter_context(writer(output))
        label = stack.enter_context(_labelling(labels)) if labels else None
        for n, (item, errors) in enumerate(_items(samples, seed, count, share)):
            text = orjson.dumps(item).decode()
            write(text + "\n")
            if label:
                label([Finding(each, "error", "", kind, n, source=JSONSource(text)) for each in errors])


def _items(samples: Samples, seed: int, count: int, share: float) -> Iterator[tuple[JSON, Errors]]:
    for n in range(count):
        source = Rolled(f"{seed}/{n}")
        yield samples.broken_item(source, is_object=False) if source.chance(share) else (samples.item(source), [])


@contextmanager
def _labelling(file: str) -> Iterator[Callable[[list[Finding]], None]]:
    """A function that writes the errors of an item, in the order in which `check` finds them."""
    with writer(file) as write:
        reporter = ValidationErrors(write, Options())
        reporter.begin()

        def label(errors: list[Finding]) -> None:
            for each in sorted(errors, key=_place):
                reporter.finding(each)

        yield label
        reporter.end(Tally())


def _place(finding: Finding) -> tuple[object, ...]:
    span = finding.span
    return (span[:2] if span else (), finding.code, order(finding.path))
