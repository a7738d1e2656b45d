// Package config says what is in force: the settings of Parley from the
// command line, the environment and the defaults, checked, and each with the
// place it came from. It talks to nobody, draws nothing and knows neither
// keys nor Intercom's answers.
package config

import (
	"fmt"

	"parley/config/secret"
)

// Key names a setting.
type Key string

// The settings.
const (
	KeyBaseURL    Key = "base-url"
	KeyRegion     Key = "region"
	KeyAPIVersion Key = "api-version"
	KeyAdmin      Key = "admin"
	KeyReadOnly   Key = "read-only"
	KeyTheme      Key = "theme"
	KeyToken      Key = "token"
)

// Config is what is in force. The zero value of a field means that nobody
// chose: the package that uses it has the default.
type Config struct {
	Token      secret.Token // empty when there is none; whoever needs one says so
	BaseURL    string       // https or http, a host, no query; "" when Region decides
	Region     string       // us, eu or au; "" is us
	APIVersion string       // as given: package api knows which exist
	AdminID    string       // digits; "" is whom the token belongs to
	ReadOnly   bool         // nothing may be written to Intercom
	Theme      string       // as given: the screen knows which exist

	from map[Key]string
}

// From returns where the value of a setting comes from, as a person writes
// it: "--base-url", "INTERCOM_API_BASE_URL", or "" for the default.
func (c Config) From(k Key) string { return c.from[k] }

// Sources is where settings are read from.
type Sources struct {
	// Flags holds the flags that were given, by setting. A value that was
	// not given is not in the map.
	Flags map[Key]string
	// Getenv is os.Getenv, or something in its place.
	Getenv func(string) string
}

// Error is a setting that cannot be used: where it was set, and what is
// allowed there.
type Error struct {
	From    string // the flag or variable
	Problem string
	Allowed string
}

// Error says where the problem is, what it is, and what is allowed.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s; allowed: %s", e.From, e.Problem, e.Allowed)
}

// Load reads the settings: a flag wins over the environment, and the
// environment over the default. The error is an [*Error].
func Load(s Sources) (Config, error) {
	c := Config{from: map[Key]string{}}
	for _, st := range settings {
		value, from := st.lookup(s)
		if value == "" {
			continue
		}
		if err := st.set(&c, value); err != nil {
			return Config{}, &Error{From: from, Problem: err.Error(), Allowed: st.allowed}
		}
		c.from[st.key] = from
	}
	if err := c.settleHost(s); err != nil {
		return Config{}, err
	}
	token, from, err := secret.Lookup(s.Getenv)
	if err != nil {
		return Config{}, &Error{From: from, Problem: err.Error(), Allowed: "the access token as Intercom shows it"}
	}
	if from != "" {
		c.Token = token
		c.from[KeyToken] = from
	}
	return c, nil
}

// settleHost decides between a base URL and a region when both were set: a
// flag beats the environment, and two of one rank are a mistake.
func (c *Config) settleHost(s Sources) error {
	if c.BaseURL == "" || c.Region == "" {
		return nil
	}
	_, urlFlag := s.Flags[KeyBaseURL]
	_, regionFlag := s.Flags[KeyRegion]
	switch {
	case urlFlag && !regionFlag:
		c.Region = ""
		delete(c.from, KeyRegion)
	case regionFlag && !urlFlag:
		c.BaseURL = ""
		delete(c.from, KeyBaseURL)
	default:
		return &Error{
			From:    c.from[KeyRegion],
			Problem: c.from[KeyBaseURL] + " already names the host",
			Allowed: "one of the two",
		}
	}
	return nil
}
