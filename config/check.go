package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// maxUndo is the longest time to take a reply back: what is meant to wait
// longer is a draft.
const maxUndo = 10 * time.Minute

// choices are the settings that take one of a few words.
var choices = map[Key][]string{
	KeyHyperlinks:    {"auto", "on", "off"},
	KeyLowBandwidth:  {"auto", "on", "off"},
	KeyNotifications: {"none", "bell", "osc9", "osc777"},
	KeyMarkRead:      {"off", "open", "reply"},
	"views.sort":     {"updated", "waiting", "priority", "sla"},
}

// checkText looks at a text and returns it as it is kept.
func checkText(k Key, v string) (string, error) {
	v = strings.TrimSpace(v)
	if strings.ContainsFunc(v, unicode.IsControl) {
		return "", errors.New("it holds a line break or a control character")
	}
	if words, ok := choices[Key(shown(k))]; ok {
		if v = strings.ToLower(v); !slices.Contains(words, v) {
			return "", fmt.Errorf("%q is none of them", v)
		}
		return v, nil
	}
	switch k {
	case "serve.addr", "serve.webhook":
		return checkAddress(v)
	case "serve.keys", "serve.host_key", "serve.audit":
		if v == "" || strings.HasPrefix(v, "~") {
			return "", fmt.Errorf("%q is not the path of a file; write a home folder out", v)
		}
	case KeyBaseURL:
		return checkBaseURL(v)
	case KeyRegion:
		if v = strings.ToLower(v); !slices.Contains([]string{"us", "eu", "au"}, v) {
			return "", fmt.Errorf("%q is not a region", v)
		}
	case KeyAdmin:
		if v == "" || strings.Trim(v, "0123456789") != "" {
			return "", fmt.Errorf("%q is not an id", v)
		}
	default:
		if v == "" {
			return "", errors.New("it is empty")
		}
	}
	return v, nil
}

// checkAddress looks at where to listen.
func checkAddress(v string) (string, error) {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return "", fmt.Errorf("%q does not end in a colon and a port", v)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return "", fmt.Errorf("%q is not a port", port)
	}
	return v, nil
}

func checkBaseURL(v string) (string, error) {
	u, err := url.Parse(v)
	switch {
	case err != nil:
		return "", errors.New("it is not a web address") // it may hold a password
	case u.User != nil:
		return "", errors.New("a user name or password in the address would be logged on the way")
	case u.Scheme != "https" && u.Scheme != "http":
		return "", fmt.Errorf("%q does not start with https:// or http://", v)
	case u.Hostname() == "":
		return "", fmt.Errorf("%q names no host", v)
	case u.RawQuery != "" || u.Fragment != "":
		return "", fmt.Errorf("%q goes on after the path", v)
	}
	return strings.TrimRight(v, "/"), nil
}

func checkNumber(k Key, n int64) error {
	most := int64(3650)
	if k != KeyRetention {
		most = 10_000
	}
	if n < 1 || n > most {
		return fmt.Errorf("%d is out of range", n)
	}
	return nil
}

// span reads a time: what Go reads, and days ("2d", "1d12h").
func span(k Key, v string) (time.Duration, error) {
	days, rest, ok := strings.Cut(v, "d")
	if !ok {
		days, rest = "0", v
	}
	var n int
	if _, err := fmt.Sscanf(days+".", "%d.", &n); err != nil || n < 0 || n > 3650 {
		return 0, fmt.Errorf("%q is not a time", v)
	}
	d := time.Duration(n) * 24 * time.Hour
	if rest != "" || !ok {
		more, err := time.ParseDuration(rest)
		if err != nil {
			return 0, fmt.Errorf("%q is not a time", v)
		}
		d += more
	}
	if d < 0 || d > 3650*24*time.Hour || strings.HasPrefix(string(k), "undo.") && d > maxUndo {
		return 0, fmt.Errorf("%q is out of range", v)
	}
	if k == KeySlideshow && (d < 2*time.Second || d > time.Hour) {
		return 0, fmt.Errorf("%q is out of range", v)
	}
	return d, nil
}
