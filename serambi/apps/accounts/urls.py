"""Addresses under /account/."""

from django.urls import path

from serambi.apps.accounts.views import keys, passwords, profile, provider, second_factor, sessions, signing_in

app_name = "accounts"

urlpatterns = [
    path("", profile.profile, name="profile"),
    path("sign-in/", signing_in.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", signing_in.sign_in_code, name="sign_in_code"),
    path("sign-out/", signing_in.SignOut.as_view(), name="sign_out"),
    path("provider/", provider.begin, name="provider"),
    path("provider/return/", provider.come_back, name="provider_return"),
    path("provider/keys.json", provider.keys, name="provider_keys"),
    path("password/", passwords.password_change, name="password_change"),
    path("password/forgotten/", passwords.password_reset, name="password_reset"),
    path("password/sent/", passwords.password_sent, name="password_sent"),
    path("password/<str:uidb64>/<str:token>/", passwords.PasswordChoose.as_view(), name="password_choose"),
    path("second-factor/", second_factor.second_factor, name="second_factor"),
    path("second-factor/recovery/", second_factor.recovery_codes, name="recovery_codes"),
    path("second-factor/remove/", second_factor.second_factor_remove, name="second_factor_remove"),
    path("rules/", second_factor.rules, name="rules"),
    path("sessions/", sessions.session_list, name="session_list"),
    path("sessions/others/end/", sessions.session_end_others, name="session_end_others"),
    path("sessions/<int:pk>/end/", sessions.session_end, name="session_end"),
    path("keys/", keys.key_list, name="key_list"),
    path("keys/<int:pk>/revoke/", keys.key_revoke, name="key_revoke"),
]
