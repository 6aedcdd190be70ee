import click
from django.conf import settings

from packgrid.ops.console import console, show_step
from packgrid.ops.data_folder import prepare_data_folder
from packgrid.ops.database import check_database
from packgrid.ops.static_files import collect_static_files
from packgrid.ops.web_server import check_address, serve


@click.command()
def command() -> None:
    """Run the web server only. Several may share one database; update it first with `packgrid manage migrate`."""
    host, port = settings.LISTEN_HOST, settings.LISTEN_PORT
    check_address(host, port)
    with show_step("Data folder", "Creating the data folder") as current:
        current.says = prepare_data_folder()
    with show_step("Database", "Checking the database") as current:
        current.says = check_database()
    with show_step("Static files", "Collecting static files") as current:
        current.says = collect_static_files()
    serve(
        host, port, workers=settings.WEB_WORKERS, on_ready=lambda: console.print(f"Web server on http://{host}:{port}/")
    )
    console.print("Stopped.")
