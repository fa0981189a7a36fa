"""`toloka-lint schema`: the contract for editors, other validators and code generators."""

from __future__ import annotations

from typing import Any

import click

from validator.cli.commands import OUTPUT, UsageError, option, subcommand
from validator.cli.config_file import config_schema
from validator.cli.options import QUERY, about_data, given, output
from validator.cli.output import refuse_to_overwrite, writer
from validator.cli.parameters import Choice
from validator.cli.streams import complain
from validator.contract import loader, openapi, task_spec
from validator.contract.context import Context
from validator.contract.kinds import document_of
from validator.contract.loader import DOCUMENTS, REQUEST_KINDS, Contract
from validator.contract.schemas import Schema, exported, of_body, of_list
from validator.contract.task_spec import TaskSpec
from validator.errors import BadDocumentError
from validator.inputs.document_files import read_document
from validator.inputs.names import CannotReadError
from validator.inputs.settings import FileSettings
from validator.lint.linter import Linter
from validator.model import JSON
from validator.reporters.json_text import dumps

#: What has a schema in each contract: every kind, and documents that are no kind of their own.
SCHEMAS: dict[str, str] = DOCUMENTS | {"task-spec": "task-spec", "query": "query", "headers": "headers"}
#: That of our own configuration.
CONFIGURATION = "configuration"


@subcommand(
    "schema",
    examples="""
    toloka-lint schema tasks --project project.json -o task.schema.json
    toloka-lint schema configuration
    toloka-lint schema --openapi > openapi.json
    """,
    exits={0: "the schema is printed"},
    help=f"""Print the JSON Schema (draft-07) of one item of KIND, filled from the project, the pool and the query.

    KIND is one of {", ".join(SCHEMAS)}; or {CONFIGURATION}, which is about toloka-lint.toml.

    The schema needs no other file, and every validator that keeps to draft-07 gives the verdicts of
    `toloka-lint check` with it.

    A file that an editor opens holds one item or a list of them: it wants --body. A line of a .jsonl file is one item.
    """,
)
@click.argument("kind", required=False, metavar="[KIND]", type=Choice("kind", (*SCHEMAS, CONFIGURATION)))
@option("--list", "as_list", group=OUTPUT, is_flag=True, help="The schema of a list of items.")
@option("--body", "as_body", group=OUTPUT, is_flag=True, help="That of one item or a list, as .json files hold them.")
@option("--openapi", "as_openapi", group=OUTPUT, is_flag=True, help="All endpoints as OpenAPI 3.1; without KIND.")
@about_data
@output
def command(
    kind: str | None, *, as_list: bool, as_body: bool, as_openapi: bool, output: str | None, **options: Any
) -> None:
    """See `help` above."""
    _refuse_what_contradicts(kind, as_list=as_list, as_body=as_body, as_openapi=as_openapi)
    _refuse_what_is_idle(kind, options)
    settings = FileSettings(**given(**{name: options.get(name) for name in FileSettings._fields}))  # type: ignore[arg-type]
    refuse_to_overwrite(output, settings.project, settings.pool)
    shape = of_list if as_list else of_body if as_body else dict
    made = _openapi(settings) if kind is None else shape(_exported(kind, settings))
    with writer(output) as write:
        write(dumps(made, indent=True) + "\n")


def _refuse_what_contradicts(kind: str | None, *, as_list: bool, as_body: bool, as_openapi: bool) -> None:
    if as_list + as_body + as_openapi > 1:
        raise UsageError("--list, --body and --openapi exclude each other")
    if as_openapi and kind is not None:
        raise UsageError(f"--openapi is about all kinds: leave out {kind!r}")
    if not as_openapi and kind is None:
        raise UsageError(f"which schema? Name one of {', '.join((*SCHEMAS, CONFIGURATION))}, or give --openapi")
    if kind == CONFIGURATION and (as_list or as_body):
        raise UsageError("a configuration is one table: leave out --list and --body")


def _refuse_what_is_idle(kind: str | None, options: dict[str, Any]) -> None:
    """Options that change nothing: whoever gives them expects more than the schema will say."""
    given_ = [f"--{name.replace('_', '-')}" for name in ("project", "pool", *QUERY) if options[name] is not None]
    idle = [option for option in given_ if option != "--project"] if kind is None else given_
    if not idle or kind in REQUEST_KINDS:
        return
    if kind is None:
        raise UsageError(f"--openapi describes requests with every query and to every pool: leave out {idle[0]}")
    raise UsageError(f"{idle[0]} fills the schemas of {' and '.join(REQUEST_KINDS)}; that of {kind} is fixed")


def _exported(kind: str, settings: FileSettings) -> Schema:
    if kind == CONFIGURATION:
        return exported(config_schema())
    contract = loader.load(settings.contract)
    if kind not in REQUEST_KINDS:
        return exported(contract.filled(SCHEMAS[kind]))
    spec = _spec(settings.project, contract) if settings.project else None
    pool = _pool(settings.pool) if settings.pool else None
    return exported(Context(contract, kind, spec, pool, settings.query).schema)


def _openapi(settings: FileSettings) -> Schema:
    contract = loader.load(settings.contract)
    spec = _spec(settings.project, contract) if settings.project else None
    return openapi.document(contract, task_spec.slots(spec, contract))


def _spec(file: str, contract: Contract) -> TaskSpec:
    """The fields of the project. What is wrong with them is said aloud: the schema takes more for it than it should."""
    project = read_document(file, "project")
    try:
        spec = task_spec.read(project)
    except BadDocumentError as error:
        raise CannotReadError(file, f"{error.why}; {error.advice}") from None
    context = Context(contract, "project", document=document_of("project", project))
    for each in Linter(context).api_problems(project):
        complain(f"{file}: {each.path}: {each.message}")
    return spec


def _pool(file: str) -> dict[str, JSON]:
    pool = read_document(file, "pool")
    if not isinstance(pool, dict):
        raise CannotReadError(file, "is not a JSON object; give the pool as GET /pools/{id} returns it")
    return pool
