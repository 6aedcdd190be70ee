"""The index of the administration: which tables stand together, what they are called and what they are for."""

from collections.abc import Mapping

import attrs


@attrs.frozen
class TableText:
    """The title and the description of a table for staff."""

    title: str
    purpose: str


SECTIONS: Mapping[str, Mapping[str, TableText]] = {
    "Catalogue": {
        "catalogue.package": TableText("Packages", "Name, links, category, status. Hide one from the site here."),
        "catalogue.category": TableText("Categories", "The kinds of packages, such as App and Framework."),
        "catalogue.example": TableText("Sites", "Sites that use a package. They are shown once you approve them."),
        "history.change": TableText("Changes", "What happened to packages. Read only."),
    },
    "Grids": {
        "comparison.grid": TableText("Grids", "Their packages and features. Lock one, or show it on the home page."),
        "comparison.gridcell": TableText("Cells", "What people wrote into grids."),
    },
    "Moderation": {
        "assessment.proposal": TableText("Proposals", "Corrections that Packgrid suggests. Accept or decline them."),
        "community.flag": TableText("Flags", "Reports about a package. They are shown once you accept them."),
        "community.maintainer": TableText("Maintainers", "Who maintains which package, and how they proved it."),
        "community.reply": TableText("Replies", "What maintainers answered to flags and cells."),
        "community.decision": TableText("Decisions", "What moderators decided and why. Read only."),
    },
    "Accounts": {
        "accounts.user": TableText("Users", "Lock an account, set a password, make somebody staff."),
        "accounts.profile": TableText("Profiles", "Public names, links and git host accounts."),
        "account.emailaddress": TableText("E-mail addresses", "Which address belongs to whom, and is it confirmed?"),
        "auth.group": TableText("Groups", "Permissions that several users share."),
        "mfa.authenticator": TableText("Second steps", "Passkeys, authenticator apps and recovery codes."),
        "usersessions.usersession": TableText("Sessions", "Browsers that are signed in."),
        "socialaccount.socialaccount": TableText("Git host accounts", "Accounts that somebody can sign in with."),
        "socialaccount.socialtoken": TableText("Git host tokens", "Not used by Packgrid."),
        "socialaccount.socialapp": TableText("Git host keys", "Not used: set the keys in the environment."),
    },
    "What people do": {
        "community.usage": TableText("Used", "Who uses which package."),
        "community.favorite": TableText("Favourites", "Who likes which package."),
        "community.watch": TableText("Followed", "Who follows which package, grid or search."),
        "community.reader": TableText("Digests", "Who gets mails about what they follow, and how often."),
        "community.visit": TableText("Visits", "When somebody last marked a grid as seen."),
        "community.contribution": TableText("Contributions", "Who contributes to which package."),
    },
    "Refreshing and search": {
        "catalogue.fetchstate": TableText("Refreshes", "When each source is asked about a package. Move some up here."),
        "refresh.hoststate": TableText("Hosts", "How many requests each host still allows, and its last error."),
        "procrastinate.procrastinatejob": TableText("Jobs", "The queue of the refreshers on PostgreSQL."),
        "search.curatedsynonym": TableText("Search synonyms", "Words that mean the same in the search."),
    },
}
"""The tables by section, and their labels in Django."""
TEXTS = {label: text for tables in SECTIONS.values() for label, text in tables.items()}
