from django.contrib import admin

from packgrid.accounts.clean_forms import CleanModelForm
from packgrid.search.models import CuratedSynonym


@admin.register(CuratedSynonym)
class CuratedSynonymAdmin(admin.ModelAdmin[CuratedSynonym]):
    form = CleanModelForm
    list_display = ["term", "synonyms", "kind"]
    list_filter = ["kind"]
    search_fields = ["term", "synonyms"]
