"""Addresses under /organizations/; the public page of an organization belongs to `evaluation`."""

from django.urls import path

from serambi.apps.agencies.views import members, organizations, people

app_name = "agencies"

# Whatever stands first here must be in services.organizations.RESERVED: no organization may be called so.
urlpatterns = [
    path("", organizations.organization_list, name="organization_list"),
    path("new/", organizations.organization_create, name="organization_create"),
    path("people/", people.person_list, name="person_list"),
    path("people/new/", people.person_create, name="person_create"),
    path("people/<int:pk>/", people.person_detail, name="person_detail"),
    path("people/<int:pk>/edit/", people.person_edit, name="person_edit"),
    path("people/<int:pk>/deactivate/", people.person_deactivate, name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.person_reactivate, name="person_reactivate"),
    path("people/<int:pk>/second-factor/reset/", people.person_reset_second_factor, name="person_reset_second_factor"),
    path("people/<int:pk>/sign-out/", people.person_sign_out, name="person_sign_out"),
    path("people/<int:pk>/link/", people.person_send_link, name="person_send_link"),
    path("people/<int:pk>/roles/new/", members.role_add, name="role_add"),
    path("roles/<int:pk>/", members.role_change, name="role_change"),
    path("roles/<int:pk>/end/", members.role_end, name="role_end"),
    path("<str:abbreviation>/edit/", organizations.organization_edit, name="organization_edit"),
    path("<str:abbreviation>/end/", organizations.organization_end, name="organization_end"),
    path("<str:abbreviation>/reopen/", organizations.organization_reopen, name="organization_reopen"),
    path("<str:abbreviation>/people/", members.member_list, name="member_list"),
    path("<str:abbreviation>/people/new/", members.member_add, name="member_add"),
]
