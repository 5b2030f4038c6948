"""Every address of the site. Indonesian has no prefix, English has /en/, so a link keeps its language."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("plan/budget/", include("serambi.exchange.budgets.urls")),
    path("plan/import/", include("serambi.exchange.uploads.urls")),
    path("plan/", include("serambi.apps.plans.urls")),
    path("progress/", include("serambi.apps.progress.urls")),
    path("meetings/", include("serambi.exchange.papers.letter_urls")),
    path("meetings/", include("serambi.exchange.papers.urls")),
    path("meetings/", include("serambi.apps.meetings.urls")),
    path("partners/", include("serambi.apps.partnerships.urls")),
    path("residents/", include("serambi.apps.citizen_reports.urls")),
    path("indicators/", include("serambi.apps.indicators.urls")),
    path("data/tables/", include("serambi.exchange.observations_csv.urls")),
    path("data/", include("serambi.apps.observations.urls")),
    path("areas/", include("serambi.apps.regions.urls")),
    path("organizations/", include("serambi.apps.agencies.urls")),
    path("account/", include("serambi.apps.accounts.urls")),
    path("messages/", include("serambi.apps.notifications.urls")),
    path("files/", include("serambi.apps.attachments.urls")),
    path("audit/", include("serambi.apps.audit.urls")),
    path("workbook/", include("serambi.exchange.workbook.urls")),
    path("jobs/", include("serambi.apps.jobs.urls")),
    path("ui/", include("serambi.ui.urls")),  # opens the gallery only in a trial or a test
    path("", include("serambi.apps.evaluation.urls")),
    path("", include("serambi.apps.portal.urls")),
    prefix_default_language=False,
)

handler400 = "serambi.config.errors.bad_request"
handler403 = "serambi.config.errors.forbidden"
handler404 = "serambi.config.errors.not_found"
handler500 = "serambi.config.errors.server_error"
