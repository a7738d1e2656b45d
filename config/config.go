// Package config says what is in force: the settings of Parley from the
// command line, the environment, the configuration file and the defaults,
// checked, and each with the place it came from. It talks to nobody, draws
// nothing and knows neither keys nor Intercom's answers nor the words of the
// search: who knows them checks them and says where with [Config.Wrong].
package config

import (
	"fmt"
	"regexp"
	"strings"
)

// Key names a setting as the file does: "base_url", "undo.email". Those of a
// list are counted from 0: "views.0.query".
type Key string

// The settings that others ask for by name, and the two that say which file
// and which part of it count.
const (
	KeyBaseURL       Key = "base_url"
	KeyRegion        Key = "region"
	KeyAPIVersion    Key = "api_version"
	KeyAdmin         Key = "admin"
	KeyReadOnly      Key = "read_only"
	KeyMask          Key = "mask"
	KeyTokenCommand  Key = "token_command"
	KeyStore         Key = "store"
	KeyRetention     Key = "retention_days"
	KeyTheme         Key = "theme"
	KeyOfficeHours   Key = "office_hours"
	KeyTimeZone      Key = "time_zone"
	KeySlideshow     Key = "slideshow"
	KeyHyperlinks    Key = "hyperlinks"
	KeyNotifications Key = "notifications"
	KeyLinear        Key = "linear"
	KeyLowBandwidth  Key = "low_bandwidth"
	KeyKeyPreset     Key = "key_preset"
	KeyMarkRead      Key = "mark_read"
	KeyConfig        Key = "config"
	KeyProfile       Key = "profile"
)

// DefaultProfile is the name of the profile that is the file without its
// [profile.NAME] tables.
const DefaultProfile = "default"

// Config is what is in force.
type Config struct {
	Settings
	Profile  string   // the profile in force, [DefaultProfile] when none was chosen
	Profiles []string // those that the file has, in alphabetical order
	Path     string   // where the file is or would be; "" where there is no place for one
	Dir      string   // the folder of macros and themes; "" where there is no place for them
	// Problems are what is wrong with the file. The settings concerned are as
	// if the file did not have them.
	Problems Errors

	from map[Key]string
	rank map[Key]rank
}

// From returns where the value of a setting comes from, as a person writes
// it: "--base-url", "INTERCOM_API_BASE_URL", "/home/ana/.config/parley/config.toml:12",
// or "" for the default.
func (c Config) From(k Key) string { return c.from[k] }

// Wrong returns the error that says that a setting cannot be used.
func (c Config) Wrong(k Key, problem, allowed string) *Error {
	place := c.From(k)
	if c.rank[k] == ofFile || c.rank[k] == ofProfile {
		place += ": " + shown(k)
	}
	return &Error{From: place, Problem: problem, Allowed: allowed, InFile: c.rank[k] <= ofProfile}
}

// shown is a key as a person wrote it: without the numbers of a list.
func shown(k Key) string { return counted.ReplaceAllString(string(k), "") }

var counted = regexp.MustCompile(`\.\d+\b`)

// Sources is where settings are read from.
type Sources struct {
	// Flags holds the values of the flags that were given, by setting; one
	// that begins with "no-" turns the setting around. A value that was not
	// given is not in the map.
	Flags map[Key]string
	// Getenv is os.Getenv, or something in its place.
	Getenv func(string) string
}

// Error is a setting that cannot be used: where it was set, and what is
// allowed there.
type Error struct {
	From    string // the flag, the variable, or file, line and key
	Problem string
	Allowed string // "" when there is nothing to say
	InFile  bool   // it stands in the file, or nowhere: the inbox opens all the same
}

// Error says where the problem is, what it is, and what is allowed.
func (e *Error) Error() string {
	if e.Allowed == "" {
		return e.From + ": " + e.Problem
	}
	return fmt.Sprintf("%s: %s; allowed: %s", e.From, e.Problem, e.Allowed)
}

// Errors are all that is wrong with a file, one a line.
type Errors []*Error

// Error says each on its line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, x := range e {
		lines[i] = x.Error()
	}
	return strings.Join(lines, "\n")
}

// Err returns nil where nothing is wrong.
func (e Errors) Err() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Load reads the settings: a flag wins over the environment, that over the
// profile, that over the rest of the file, and that over the default. The
// error is an [*Error] of the command line or the environment; what is wrong
// with the file is in Problems, and does not keep the rest from its use.
func Load(s Sources) (Config, error) {
	c := Config{Settings: Default(), from: map[Key]string{}, rank: map[Key]rank{}}
	c.Dir, _ = Dir(s.Getenv) // without a home there is none
	if err := c.readFile(s); err != nil {
		return Config{}, err
	}
	for _, o := range outside() {
		if err := c.readOutside(o, s); err != nil {
			return Config{}, err
		}
	}
	if err := c.settleHost(); err != nil {
		return Config{}, err
	}
	return c, nil
}

// rank is how much a source counts.
type rank int

const (
	ofFile rank = iota + 1
	ofProfile
	ofEnvironment
	ofFlag
)

// choose returns the value of a flag or else of a variable, without space
// around it, and its place.
func (s Sources) choose(k Key, env string) (value, from string) {
	if v, ok := s.Flags[k]; ok {
		return strings.TrimSpace(v), "--" + string(k)
	}
	return strings.TrimSpace(s.Getenv(env)), env
}

// settleHost decides between a base URL and a region when both were set: the
// nearer source counts, and two of one source are a mistake.
func (c *Config) settleHost() error {
	if c.BaseURL == "" || c.Region == "" {
		return nil
	}
	url, region := c.rank[KeyBaseURL], c.rank[KeyRegion]
	if url == region {
		err := c.Wrong(KeyRegion, c.From(KeyBaseURL)+" already names the host", "one of the two")
		if region >= ofEnvironment {
			return err
		}
		c.Problems = append(c.Problems, err)
	}
	if region > url {
		c.BaseURL = ""
		delete(c.from, KeyBaseURL)
	} else {
		c.Region = ""
		delete(c.from, KeyRegion)
	}
	return nil
}
