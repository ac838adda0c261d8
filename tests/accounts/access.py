"""Who gets which answer at the addresses of accounts: ours, and those of allauth that are open."""

OUTSIDE = {"*": 302, "anonymous": 200, "disabled": 200}  # pages for whoever is not signed in
ALL = {"*": 200}
INSIDE = {"*": 200, "anonymous": 302, "disabled": 302}
NOTHING_HELD = {"*": 404, "anonymous": 302, "disabled": 302}
CLOSED = {"*": 302}  # asks who it is once more, or leads to the sign-in

ROWS = [
    ("accounts:security", {}, {"GET": INSIDE}),
    ("account_login", {}, {"GET": OUTSIDE, "POST": OUTSIDE}),
    ("account_logout", {}, {"GET": {"*": 200, "anonymous": 302, "disabled": 302}, "POST": {"*": 302}}),
    ("account_inactive", {}, {"GET": ALL}),
    ("account_signup", {}, {"GET": OUTSIDE, "POST": OUTSIDE}),
    ("account_reauthenticate", {}, {"GET": INSIDE, "POST": INSIDE}),
    ("account_change_password", {}, {"GET": INSIDE}),
    ("account_set_password", {}, {"GET": CLOSED}),  # who has a password changes it instead
    ("account_reset_password", {}, {"GET": ALL, "POST": ALL}),
    ("account_reset_password_done", {}, {"GET": ALL}),
    ("account_reset_password_from_key", {"uidb36": "1", "key": "forged-key"}, {"GET": ALL}),
    ("account_reset_password_from_key_done", {}, {"GET": ALL}),
    ("mfa_index", {}, {"GET": INSIDE}),
    ("mfa_authenticate", {}, {"GET": CLOSED, "POST": CLOSED}),
    ("mfa_reauthenticate", {}, {"GET": CLOSED}),
    ("mfa_activate_totp", {}, {"GET": CLOSED}),
    ("mfa_deactivate_totp", {}, {"GET": NOTHING_HELD, "POST": NOTHING_HELD}),
    ("mfa_view_recovery_codes", {}, {"GET": NOTHING_HELD}),
    ("mfa_generate_recovery_codes", {}, {"GET": CLOSED}),
    ("mfa_download_recovery_codes", {}, {"GET": NOTHING_HELD}),
]
