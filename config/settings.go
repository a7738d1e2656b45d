package config

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// regions are the regions in which Intercom hosts workspaces.
var regions = []string{"us", "eu", "au"}

// setting is one setting: where it may be set, what is allowed, and how it is
// taken over.
type setting struct {
	key     Key
	env     string
	allowed string
	set     func(*Config, string) error
}

var settings = []setting{
	{
		key: KeyBaseURL, env: "INTERCOM_API_BASE_URL",
		allowed: "an address such as https://api.intercom.io, without user, query or fragment",
		set:     setBaseURL,
	},
	{
		key: KeyRegion, env: "PARLEY_REGION",
		allowed: strings.Join(regions, ", "),
		set:     setRegion,
	},
	{
		key: KeyAPIVersion, env: "INTERCOM_VERSION",
		allowed: "a version of Intercom's API such as 2.9",
		set:     func(c *Config, v string) error { c.APIVersion = v; return nil },
	},
	{
		key: KeyAdmin, env: "PARLEY_ADMIN",
		allowed: "the id of a teammate, in digits",
		set:     setAdmin,
	},
	{
		key: KeyReadOnly, env: "PARLEY_READ_ONLY",
		allowed: "true or false",
		set:     setReadOnly,
	},
	{
		key: KeyTheme, env: "PARLEY_THEME",
		allowed: "the name of a theme",
		set:     func(c *Config, v string) error { c.Theme = v; return nil },
	},
}

// lookup returns the value of the setting, without space around it, and where
// it was found.
func (st setting) lookup(s Sources) (value, from string) {
	if v, ok := s.Flags[st.key]; ok {
		return strings.TrimSpace(v), "--" + string(st.key)
	}
	return strings.TrimSpace(s.Getenv(st.env)), st.env
}

func setBaseURL(c *Config, v string) error {
	u, err := url.Parse(v)
	switch {
	case err != nil:
		return errors.New("it is not a web address") // it may hold a password
	case u.User != nil:
		return errors.New("a user name or password in the address would be logged on the way")
	case u.Scheme != "https" && u.Scheme != "http":
		return fmt.Errorf("%q does not start with https:// or http://", v)
	case u.Hostname() == "":
		return fmt.Errorf("%q names no host", v)
	case u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("%q goes on after the path", v)
	}
	c.BaseURL = strings.TrimRight(v, "/")
	return nil
}

func setRegion(c *Config, v string) error {
	v = strings.ToLower(v)
	if !slices.Contains(regions, v) {
		return fmt.Errorf("%q is not a region", v)
	}
	c.Region = v
	return nil
}

func setAdmin(c *Config, v string) error {
	if strings.Trim(v, "0123456789") != "" {
		return fmt.Errorf("%q is not an id", v)
	}
	c.AdminID = v
	return nil
}

func setReadOnly(c *Config, v string) error {
	on, err := strconv.ParseBool(v)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", v)
	}
	c.ReadOnly = on
	return nil
}
