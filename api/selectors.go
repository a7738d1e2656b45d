package api

import "strings"

// selectors are the ways to name a contact.
type selectors struct {
	intercomUserID ID
	email, userID  string
}

// first returns the name of the first selector that is set.
func (s selectors) first() string {
	switch {
	case s.intercomUserID != "":
		return "intercom_user_id"
	case s.email != "":
		return "email"
	case s.userID != "":
		return "user_id"
	default:
		return ""
	}
}

// check returns an error unless exactly one selector is set and can be right.
func (s selectors) check() error {
	switch {
	case s.first() == "":
		return &FieldError{Field: "intercom_user_id", Problem: "is missing: name the contact by intercom_user_id, email or user_id"}
	case s.intercomUserID != "" && s.email != "":
		return &FieldError{Field: "email", Problem: "is given besides intercom_user_id; only one may be"}
	case s.intercomUserID != "" && s.userID != "":
		return &FieldError{Field: "user_id", Problem: "is given besides intercom_user_id; only one may be"}
	case s.email != "" && s.userID != "":
		return &FieldError{Field: "user_id", Problem: "is given besides email; only one may be"}
	case s.email != "" && !plausibleAddress(s.email):
		return &FieldError{Field: "email", Problem: "is not a mail address"}
	}
	return nil
}

func (s selectors) add(w map[string]any) {
	switch s.first() {
	case "intercom_user_id":
		w["intercom_user_id"] = s.intercomUserID
	case "email":
		w["email"] = s.email
	case "user_id":
		w["user_id"] = s.userID
	}
}

// plausibleAddress refuses what cannot be an address and no more: addresses
// that break the standard are in use.
func plausibleAddress(s string) bool {
	at := strings.LastIndexByte(s, '@')
	return at > 0 && at < len(s)-1 && !strings.ContainsAny(s, " \t\r\n,;<>")
}
