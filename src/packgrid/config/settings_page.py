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

| variable | default | meaning |
|---|---|---|"""

PROXIES = """
## Proxies and private addresses

Requests to sources (also those of git) use a proxy if `HTTP_PROXY` (for http), `HTTPS_PROXY` (for https) or
`ALL_PROXY` (for both) is set, as `http://proxy.example:3128` or `http://user:password@proxy.example:3128`.
`NO_PROXY` lists what is called without the proxy, separated by commas: hosts, domains (`.example`), both also with a
port, networks (`10.0.0.0/8`) or `*`. Lower-case names of these variables work too, and win if both are set. Loopback
addresses are always called without the proxy. The password is never logged.

Packgrid never connects to a private IP address, also not through a host name or a redirect, except to hosts in
`PACKGRID_ALLOWED_PRIVATE_HOSTS`. It checks the IP address of every connection. Behind a proxy this is not possible,
because the proxy looks up the IP address. There Packgrid checks the name: it refuses private addresses in any
spelling, names without a dot, and names that end in `.localhost`, `.local`, `.internal` or `.home.arpa`. A public name
can still lead to a private address, so the proxy itself should refuse private networks."""
