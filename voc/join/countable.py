"""Which metrics can be counted over what was read, and why the others cannot.

For: `analyze` and `check`. Not for: whether a metric has enough rows to say anything; that is `explain`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow.compute as pc

from voc.engine import Engine
from voc.errors import ConfigError, EngineError
from voc.join.population import Population
from voc.metrics import Metric
from voc.wording import Phrase, join, same, say


@dataclass(frozen=True)
class Left:
    """A metric that was left out, and what is missing for it, in every language."""

    metric: str
    why: Phrase

    @property
    def missing(self) -> str:
        """What is missing, in English."""
        return self.why["en"]


def countable(
    metrics: Mapping[str, Metric], populations: Mapping[str, Population], engine: Engine
) -> tuple[dict[str, Metric], tuple[Left, ...]]:
    """The metrics that can be counted, and the ones left out with what is missing.

    A built-in metric without its columns is left out; a metric of the project's own that cannot be counted is a
    mistake in voc.toml: ConfigError E106 (its table was not read), E107 (its SQL does not run) or E111 (its rows are not
    what its kind counts: a share of 6,316 is none).
    """
    kept, left = {}, []
    for one in metrics.values():
        missing = _missing(one, populations)
        if missing and not one.is_builtin:
            raise ConfigError(
                "E106", f"metric {one.id} cannot be counted", found=missing["en"], do="mend [[metric]] or [[source]]"
            )
        if missing:
            left.append(Left(one.id, missing))
            continue
        if not one.is_builtin:
            _try(one, populations[one.table], engine)
        kept[one.id] = one
    return kept, tuple(left)


_COUNTS = {"share": (0.0, 1.0), "nps": (-100.0, 0.0, 100.0)}  # what a row of a kind may be


def _missing(metric: Metric, populations: Mapping[str, Population]) -> Phrase | None:
    if metric.table not in populations:
        return say("left_out.no_table", table=metric.table)
    rows = populations[metric.table].rows
    for need in metric.needs:
        column, _, value = need.partition("=")
        alternatives = column.split("|")
        if value:
            if column not in rows.column_names or not pc.any(pc.equal(rows.column(column), value)).as_py():
                return say("left_out.no_value", table=metric.table, columns=column, value=value)
        elif not any(
            name in rows.column_names and rows.column(name).null_count < rows.num_rows for name in alternatives
        ):
            columns = join(map(same, alternatives), say("left_out.or"))
            return say("left_out.nothing_in", table=metric.table, columns=columns)
    return None


def _try(metric: Metric, population: Population, engine: Engine) -> None:
    try:
        engine.query(f"select avg(cast(({metric.value}) as double)) as v from rows", rows=population.rows)
    except EngineError as error:
        names = [name for name in population.rows.column_names if not name.startswith("dim_")]
        raise ConfigError(
            "E107", f"metric {metric.id}: its value cannot be computed", where=f"value = {metric.value!r}",
            found=error.found.splitlines()[0], expected=f"SQL over the columns of {metric.table}: {', '.join(names)}",
        ) from error  # fmt: skip
    if metric.kind in _COUNTS:
        _rows_fit(metric, population, engine)


def _rows_fit(metric: Metric, population: Population, engine: Engine) -> None:
    may_be = _COUNTS[str(metric.kind)]
    others = engine.query(
        f"select v, count(*) as n from (select cast(({metric.value}) as double) as v from rows) "
        f"where v is not null and v not in ({', '.join(map(str, may_be))}) group by v order by n desc, v limit 1",
        rows=population.rows,
    )
    if others.num_rows:
        value, n = others.column("v")[0].as_py(), others.column("n")[0].as_py()
        raise ConfigError(
            "E111", f"metric {metric.id}: kind = {metric.kind!r} does not fit its rows", where=f"value = {metric.value!r}",
            found=f"{value:g} in {n} {'row' if n == 1 else 'rows'} of {metric.table}",
            expected=f"rows of {', '.join(f'{one:g}' for one in may_be[:-1])} and {may_be[-1]:g}",
            do='take kind = "mean", or write a value that is one of these',
        )  # fmt: skip
