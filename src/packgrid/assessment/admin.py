"""Staff decide on proposals; nothing else is edited here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from packgrid.assessment.editing import decide_proposals
from packgrid.assessment.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin[Proposal]):
    list_display = ["package", "field", "value", "reason", "made_at", "is_accepted"]
    list_filter = ["is_accepted", "field"]
    list_select_related = ["package"]
    search_fields = ["package__slug", "value"]
    readonly_fields = ["package", "field", "value", "reason", "made_at", "is_accepted", "decided_at", "decided_by"]
    actions = ["accept", "decline"]

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    @admin.action(description="Accept: change the packages")
    def accept(self, request: HttpRequest, proposals: QuerySet[Proposal]) -> None:
        self.message_user(
            request, f"{decide_proposals(proposals, by=request.user, is_accepted=True)} packages were changed."
        )

    @admin.action(description="Decline: change nothing, and do not propose it again")
    def decline(self, request: HttpRequest, proposals: QuerySet[Proposal]) -> None:
        self.message_user(
            request, f"{decide_proposals(proposals, by=request.user, is_accepted=False)} proposals were declined."
        )
