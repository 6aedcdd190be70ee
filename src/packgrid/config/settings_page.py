"""docs/settings.md, written from the settings."""

from packgrid.config.environment import SETTINGS
from packgrid.config.variables import NEW_NAMES


def render_settings_page() -> str:
    """Every setting with its default."""
    rows = [f"| `{setting.variable}` | `{setting.default}` | {setting.says} |" for setting in SETTINGS.values()]
    old_names = ", ".join(f"`{old}` (now `{new}`)" for old, new in NEW_NAMES.items())
    table = "\n".join([PAGE_HEAD, *rows]).replace("| `` |", "| |")
    return "\n".join([table, "", f"Old names that still work: {old_names}.", PROXIES, ""])


PAGE_HEAD = """# Settings

Packgrid reads its settings from the environment. An empty variable counts as unset.

| variable | default | says |
|---|---|---|"""

PROXIES = """
## Proxies and private addresses

Requests to sources, git's too, go through the proxy that `HTTP_PROXY` (for http), `HTTPS_PROXY` (for https) or
`ALL_PROXY` (for both) names, as `http://proxy.example:3128` or `http://user:password@proxy.example:3128`.
`NO_PROXY` lists what is called directly, separated by commas: hosts, domains (`.example`), either with a port,
networks (`10.0.0.0/8`) or `*`. The names may also be written in small letters; these count if both are set. This
machine itself is always called directly. The password is never logged.

Packgrid never connects to a private address, whatever name or redirect leads there, except to hosts that you name
here. It checks the address of every connection. Behind a proxy it cannot, because the proxy looks the name up:
there it checks the name. It refuses private addresses in any spelling, names without a dot, and names that end in
`.localhost`, `.local`, `.internal` or `.home.arpa`; but a public name can lead to a private address. So set up the
proxy to refuse private networks."""
