"""Everything a person can do to an account."""

from serambi.apps.accounts.services.identities import person_of_identity
from serambi.apps.accounts.services.keys import make_key, note_use, revoke_key
from serambi.apps.accounts.services.passwords import change_password, request_password_link, send_welcome_link
from serambi.apps.accounts.services.people import (
    change_person,
    change_profile,
    create_demo_person,
    create_person,
    deactivate,
    reactivate,
)
from serambi.apps.accounts.services.second_factor import (
    change_rules,
    check_code,
    confirm_second_factor,
    new_recovery_codes,
    prepare_second_factor,
    remove_second_factor,
    reset_second_factor,
)
from serambi.apps.accounts.services.sessions import end_others, end_session, keep_session, move_session, saw_session
from serambi.apps.accounts.services.signing_in import note_failed_sign_in, note_sign_in, note_sign_out

__all__ = [
    "change_password",
    "change_person",
    "change_profile",
    "change_rules",
    "check_code",
    "confirm_second_factor",
    "create_demo_person",
    "create_person",
    "deactivate",
    "end_others",
    "end_session",
    "keep_session",
    "make_key",
    "move_session",
    "new_recovery_codes",
    "note_failed_sign_in",
    "note_sign_in",
    "note_sign_out",
    "note_use",
    "person_of_identity",
    "prepare_second_factor",
    "reactivate",
    "remove_second_factor",
    "request_password_link",
    "reset_second_factor",
    "revoke_key",
    "saw_session",
    "send_welcome_link",
]
