"""The `data` module of the genai-prices package, read as data: Python source -> the shape of data.json.

The module is never imported and nothing in it is executed: its syntax tree is walked, and only the constructors of
values are understood (`Provider(id=..., models=[...])`, `Decimal('0.2')`, `datetime.date(2026, 7, 30)`).
"""

import ast
import warnings
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from scrapers.errors import LayoutChanged, NotADocument
from scrapers.strict_json import Json

_TABLE = "providers"
_MOST_BYTES = 5_000_000
"""Three times what it has. The syntax tree takes some hundred bytes for each."""
_NOT_READ = frozenset({"extractors", "provider_match", "model_match", "description", "price_comments"})
"""Fields that no claim comes from; leaving them out makes the walk a good deal shorter."""


def read(body: bytes, name: str) -> Json:
    """The module's bytes -> its list of providers. Raises NotADocument or LayoutChanged."""
    if len(body) > _MOST_BYTES:
        raise NotADocument(f"{name}: a Python module of more than {_MOST_BYTES:,} bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in their source is no news for our user
            tree = ast.parse(body.decode("utf-8"))
        for statement in tree.body:
            if isinstance(statement, ast.AnnAssign | ast.Assign) and _assigns_table(statement) and statement.value:
                return _value(statement.value)
    except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError, MemoryError):
        raise NotADocument(f"{name}: neither JSON nor a Python module") from None
    except _NotData as error:
        raise LayoutChanged(f"{name}: line {error.line}", "a value written out", error.found) from None
    raise LayoutChanged(name, f"a table called {_TABLE}", "a module without one")


class _NotData(Exception):
    def __init__(self, node: ast.expr) -> None:
        self.line, self.found = node.lineno, type(node).__name__


def _assigns_table(statement: ast.AnnAssign | ast.Assign) -> bool:
    targets = [statement.target] if isinstance(statement, ast.AnnAssign) else statement.targets
    return any(isinstance(target, ast.Name) and target.id == _TABLE for target in targets)


def _value(node: ast.expr) -> Json:
    if isinstance(node, ast.Constant) and isinstance(node.value, str | int | bool | None):
        return node.value
    if isinstance(node, ast.List):
        return [_value(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {str(_value(key)): _value(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, ast.Call):
        return _call(node)
    raise _NotData(node)


def _call(node: ast.Call) -> Json:
    """A constructor's keywords as an object (`or_=[...]` is the key `or`), or the value of a scalar constructor."""
    constructor = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if constructor in _SCALARS:
        return _SCALARS[constructor](node)
    if node.args:
        raise _NotData(node)
    return {
        keyword.arg.rstrip("_"): _value(keyword.value)
        for keyword in node.keywords
        if keyword.arg and keyword.arg not in _NOT_READ
    }


def _decimal(node: ast.Call) -> Json:
    try:
        number = Decimal(str(_value(node.args[0])))
    except (InvalidOperation, IndexError):
        raise _NotData(node) from None
    if not number.is_finite():
        raise _NotData(node)
    return number


def _date(node: ast.Call) -> Json:
    return "-".join(f"{_number(part):02d}" for part in node.args)


def _time(node: ast.Call) -> Json:
    """A time of day; one in another zone than UTC is no data of ours."""
    if any(not isinstance(k.value, ast.Attribute) or k.value.attr not in ("UTC", "utc") for k in node.keywords):
        raise _NotData(node)
    return ":".join(f"{_number(part):02d}" for part in node.args) + "Z"


def _number(node: ast.expr) -> int:
    value = _value(node)
    if not isinstance(value, int):
        raise _NotData(node)
    return value


_SCALARS: dict[str, Callable[[ast.Call], Json]] = {"Decimal": _decimal, "date": _date, "time": _time}
