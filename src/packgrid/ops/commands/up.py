from threading import Thread
from typing import TYPE_CHECKING

import click
from django.conf import settings

from packgrid.ops.catalogue_setup import prepare_catalogue, write_left_documents
from packgrid.ops.console import console, show_step
from packgrid.ops.data_folder import prepare_data_folder
from packgrid.ops.database import prepare_database
from packgrid.ops.static_files import collect_static_files
from packgrid.ops.web_server import check_address, loopback_for, serve
from packgrid.refresh.engines.selection import select_engine

if TYPE_CHECKING:
    from packgrid.refresh.engines import Engine

PREPARATIONS = {
    "Data folder": ("Creating the data folder", prepare_data_folder),
    "Database": ("Updating the database", prepare_database),
    "Catalogue": ("Loading the starter catalogue", prepare_catalogue),
    "Static files": ("Collecting static files", collect_static_files),
}


@click.command()
def command() -> None:
    """Set up what is missing, then run the web server and the refresher until Ctrl-C."""
    host, port = settings.LISTEN_HOST, settings.LISTEN_PORT
    check_address(host, port)
    for name, (doing, prepare) in PREPARATIONS.items():
        with show_step(name, doing) as current:
            current.says = prepare()
    engines: list[Engine] = []

    def on_ready() -> None:
        engine = select_engine()
        console.print(f"[green]✓[/green] {'Refresher':<12} {engine.says}")
        console.print(f"[green]✓[/green] {'Web server':<12} [bold]http://{host_in_browser(host)}:{port}/[/bold]")
        console.print("Press Ctrl-C to stop.", style="dim")
        engine.start()
        engines.append(engine)
        Thread(target=write_left_documents, name="documents", daemon=True).start()

    serve(host, port, workers=settings.WEB_WORKERS, on_ready=on_ready)
    for engine in engines:
        engine.stop()
    console.print("Stopped.")


def host_in_browser(host: str) -> str:
    """The host as a browser on this machine writes it."""
    called = loopback_for(host)
    return "localhost" if called in {"127.0.0.1", "::1"} else called
