"""Creating many models at a time, for new databases."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateTogether(Operation):
    """Creates models as its operations do one by one, and renders the models of all apps once for all of them.

    Django renders again what is related to a new model, and nearly all models are related to each other.
    `app` is theirs if it is not the one of the migration.
    """

    category = OperationCategory.ADDITION

    def __init__(self, *operations, app=None):
        self.operations = operations
        self.app = app

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)  # what is not rendered is rendered when it is next read
        for operation in self.operations:
            operation.state_forwards(self.app or app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(self.app or app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(self.app or app_label, schema_editor, from_state, to_state)

    def describe(self):
        return "; ".join(operation.describe() for operation in self.operations)
