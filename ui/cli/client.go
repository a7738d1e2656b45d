package cli

import (
	"context"
	"net"
	"net/url"
	"time"

	"parley/api"
	"parley/config"
	"parley/config/secret"
)

// client returns a client for the workspace that the settings name.
func (a *app) client(ctx context.Context) (*api.Client, error) {
	if err := a.settled(); err != nil {
		return nil, err
	}
	token, err := a.token(ctx)
	if err != nil {
		return nil, err
	}
	return a.clientFor(token)
}

// settled says whether the settings can be used. On the screen a file that
// cannot is only a warning.
func (a *app) settled() error {
	if a.cfgErr == nil && !a.onScreen {
		return a.cfg.Problems.Err()
	}
	return a.cfgErr
}

// clientFor returns a client with a token. What is given more comes last.
func (a *app) clientFor(token secret.Token, more ...api.Option) (*api.Client, error) {
	options := []api.Option{api.WithUserAgent("parley/" + buildVersion()), api.WithClock(a.env.Now)}
	if !a.onScreen {
		options = append(options, api.WithSleep(a.sleep))
	}
	switch {
	case a.cfg.BaseURL != "":
		options = append(options, api.WithBaseURL(a.cfg.BaseURL))
		a.warnClearText()
	case a.cfg.Region != "":
		options = append(options, api.WithRegion(a.cfg.Region))
	}
	options = append(options, api.WithVersion(a.version()))
	return api.New(token.Reveal(), append(options, more...)...)
}

// version returns the version of the API that was chosen, and says so when
// its answers may be misread.
func (a *app) version() api.Version {
	if w := a.means.version.Warning(); w != "" && a.cfg.APIVersion != "" {
		a.say("%s", w)
	}
	return a.means.version
}

// warnClearText says so when the token would cross a network unencrypted.
func (a *app) warnClearText() {
	u, err := url.Parse(a.cfg.BaseURL)
	if err != nil || u.Scheme != "http" || u.Hostname() == "localhost" {
		return
	}
	if ip := net.ParseIP(u.Hostname()); ip != nil && ip.IsLoopback() {
		return
	}
	a.say("%s is not encrypted: whoever listens on the way can read the token", a.cfg.BaseURL)
}

// writer returns a client that may change things at Intercom; in read-only
// mode there is none.
func (a *app) writer(ctx context.Context) (*api.Client, error) {
	if a.cfgErr == nil && a.cfg.ReadOnly {
		return nil, usagef("nothing was sent: read-only mode is on (%s)", a.cfg.From(config.KeyReadOnly))
	}
	return a.client(ctx)
}

// clock returns the time as Intercom tells it, in the zone of this computer:
// how long somebody has waited must not depend on a wrong clock here.
func (a *app) clock(c *api.Client) clock {
	now := a.env.Now()
	if skew, known := c.ClockSkew(); known {
		now = now.Add(skew)
	}
	return clock{now: now}
}

// A wait that a person would wonder about.
const longWait = time.Second

// sleep waits between the attempts of a read, and says so where it takes a
// while.
func (a *app) sleep(ctx context.Context, d time.Duration) error {
	if d >= longWait {
		a.say("waiting %s before trying again", d.Round(time.Second))
	}
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
