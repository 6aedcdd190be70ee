from threading import Event

import click
from django.conf import settings

from packgrid.ops import preparing
from packgrid.ops.console import console, step
from packgrid.ops.serving import check_address, reachable, serve
from packgrid.refresh.engines.embedded import EmbeddedEngine

PREPARATIONS = {
    "Data folder": ("Making the data folder", preparing.data_folder),
    "Database": ("Bringing the database up to date", preparing.database),
    "Catalogue": ("Loading the starter catalogue", preparing.catalogue),
    "Static files": ("Collecting static files", preparing.static_files),
}


@click.command()
def command() -> None:
    """Set up what is missing, then run the web server and the refresher until Ctrl-C."""
    host, port = settings.LISTEN_HOST, settings.LISTEN_PORT
    check_address(host, port)
    for name, (doing, prepare) in PREPARATIONS.items():
        with step(name, doing) as current:
            current.says = prepare()
    engine = EmbeddedEngine() if settings.REFRESH and not settings.IS_DISTRIBUTED else None
    ready = Event()

    def on_ready() -> None:
        ready.set()
        console.print(f"[green]✓[/green] {'Refresher':<12} {refresher()}")
        console.print(f"[green]✓[/green] {'Web server':<12} [bold]http://{url_host(host)}:{port}/[/bold]")
        console.print("Ctrl-C stops it.", style="dim")
        if engine:
            engine.start()

    serve(host, port, workers=settings.WEB_WORKERS, on_ready=on_ready)
    if engine and ready.is_set():
        engine.stop()
    console.print("Stopped.")


def refresher() -> str:
    """Who refreshes."""
    if settings.IS_DISTRIBUTED:
        return "`packgrid worker`, on this machine or others (PACKGRID_ENGINE=distributed)"
    return "on, gently in the background" if settings.REFRESH else "off (PACKGRID_REFRESH=off)"


def url_host(host: str) -> str:
    """The host as a browser on this machine writes it."""
    called = reachable(host)
    return "localhost" if called in {"127.0.0.1", "::1"} else called
