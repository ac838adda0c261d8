"""Who may do what in the area, split by noun; `gates` says what each gate requires."""
