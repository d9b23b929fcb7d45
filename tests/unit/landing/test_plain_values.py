"""landing/plain_values.py: every plain value renders as in dbt."""

from __future__ import annotations

from typing import Any

from dbt.config.renderer import ProfileRenderer
from dbt_common.clients.system import get_env
from dbt_common.context import set_invocation_context
from dbt_common.exceptions import DbtBaseException
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.landing.plain_values import NotPlain, rendered
from tests.unit.landing.profiles import VARIABLES

PIECES = st.sampled_from([
    "{{", "}}", "{{ ", " }}", "{", "}", "{%", "%}", "#}", "-", "(", ")", " | ", "|", "int", "lower",
    "as_bool", "as_number", "as_native", "as_text", "upper", " == 'true'", "env_var(",
    "env_var('PORT')", "env_var('NAME')", "env_var('ODD', 'x')", "env_var('NOT_SET', '12')",
    "env_var('YES')", "env_var('DBT_ENV_SECRET_PW')", "env_var('DBT_ENV_SECRETS')",
    "env_var('DBT_ENV_PRIVATE_A', 'b')", "{{ env_var('DBT_ENV_SECRETS') }}",
    "'", '"', ", ", "\\", "\n", "True", "12",
    "007", " ", "a", "é", "{{ (env_var('YES', 'true') | lower == 'true') | as_bool }}",
    "{{ env_var('PORT') | as_native }}", "{{ env_var(\"NAME\" , 'd') }}", "DBT_ENV_SECRET_", "~",
])  # fmt: skip
VALUES = st.sampled_from(["", "0", "12", "012", "-1", "1.5", "True", "true", "TRUE", "x", "[1]"])
CALLS = st.builds(
    "{{{{ env_var('V'{}) {}}}}}".format,
    st.sampled_from(["", ", 'd'", ', "7"', ", 7", ",''"]),
    st.sampled_from(
        ["", "| int ", "| as_number ", "|as_bool", "| as_native", "| as_text ", "|lower"]
    ),
)


@given(value=CALLS | st.lists(PIECES, max_size=6).map("".join), variable=VALUES | st.none())
@settings(max_examples=250, deadline=None)
def test_whatever_is_plain_renders_as_by_dbt(value: str, variable: str | None) -> None:
    environ = VARIABLES | ({} if variable is None else {"V": variable})
    try:
        quick = rendered(value, environ)
    except NotPlain:
        return
    set_invocation_context(environ)
    try:
        by_dbt: Any = ProfileRenderer({}).render_value(value)
    except DbtBaseException as exc:
        raise AssertionError(f"dbt refuses {value!r}: {exc}") from exc
    finally:
        set_invocation_context(get_env())
    assert (quick, type(quick)) == (by_dbt, type(by_dbt))
