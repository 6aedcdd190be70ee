from django.apps import AppConfig


class Accounts(AppConfig):
    """People and their profiles."""

    name = "packgrid.accounts"
