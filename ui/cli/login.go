package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"parley/api"
	"parley/config"
	"parley/config/secret"
)

func (a *app) loginCommand() *cobra.Command {
	var toFile bool
	cmd := &cobra.Command{
		Use:   "login",
		Short: "Check a token with Intercom and keep it for the profile",
		Long: `Ask for a token without showing it, or read it from standard input, check it
with Intercom, and keep it in the system's keyring. Where there is no keyring,
--to-file keeps it in a file that only you can read.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.login(cmd.Context(), toFile) },
	}
	cmd.Flags().BoolVar(&toFile, "to-file", false, "keep it in a file that only you can read, not in the keyring")
	return cmd
}

// login asks for a token, tries it, and keeps it.
func (a *app) login(ctx context.Context, toFile bool) error {
	if err := a.settled(); err != nil {
		return err
	}
	s := a.tokenSources()
	if !toFile && s.Keyring == nil {
		return usagef("there is no keyring here; `parley login --to-file` keeps the token in a file that only you can read, " +
			"and token_command in the configuration has a program print it")
	}
	token, err := a.askToken(ctx)
	if err != nil {
		return err
	}
	if err := a.tryToken(ctx, token); err != nil {
		return err
	}
	place, err := keepToken(ctx, s, token, toFile)
	if err != nil {
		return &problem{code: ExitFailed, sentence: fmt.Sprintf("The token works, but was not kept: %v. `parley login --to-file` keeps it in a file.", err), err: err}
	}
	a.say("the token is in %s, for the profile %s", place, a.cfg.Profile)
	a.warnShadowed(s)
	return nil
}

// askToken reads the token: what is typed is not shown.
func (a *app) askToken(ctx context.Context) (secret.Token, error) {
	var text string
	var err error
	if in, ok := a.env.Stdin.(term.File); ok && terminal(a.env.Stdin) {
		text, err = hiddenLine(ctx, in, a.env.Stderr, "Access token for the profile "+a.cfg.Profile+" (it is not shown): ")
	} else {
		text, err = firstLine(a.env.Stdin)
	}
	if errors.Is(err, context.Canceled) {
		return secret.Token{}, err
	}
	if err != nil {
		return secret.Token{}, fmt.Errorf("read the token: %w", err)
	}
	token, err := secret.New(text)
	if err == nil && token.IsZero() {
		err = errors.New("it is empty; copy the access token from Intercom's Developer Hub")
	}
	if err != nil {
		return secret.Token{}, usagef("the token: %w", err)
	}
	return token, nil
}

// tryToken asks Intercom whose the token is, and says what may go wrong.
func (a *app) tryToken(ctx context.Context, token secret.Token) error {
	c, err := a.clientFor(token)
	if err != nil {
		return err
	}
	defer c.Close()
	me, err := c.Me.Get(ctx)
	if err != nil {
		return err
	}
	app := api.App{}
	if me.App != nil {
		app = *me.App
	}
	if _, err := fmt.Fprintln(a.out, joined("  ",
		labelled("workspace", joined(" ", app.Name, parenthesised(app.IDCode))), labelled("region", strings.ToUpper(app.Region)),
		labelled("admin", joined(" ", me.Name, parenthesised(string(me.ID)))))); err != nil {
		return err
	}
	a.warnRegion(app.Region)
	a.warnSeat(ctx, c, me)
	return nil
}

func parenthesised(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// warnRegion says so when the requests take a detour through another region.
func (a *app) warnRegion(region string) {
	if do := a.otherRegion(region); do != "" {
		a.say("the workspace is in another region: %s", do)
	}
}

// warnSeat says so when the admin has no inbox seat; the list of admins knows
// it, and /me need not.
func (a *app) warnSeat(ctx context.Context, c *api.Client, me *api.Admin) {
	admins, err := c.Admins.List(ctx)
	if err != nil {
		a.say("the teammates could not be read: %s", sentenceOf(err))
		return
	}
	for _, admin := range admins {
		if admin.ID == me.ID && !admin.HasInboxSeat {
			a.say("%s has no inbox seat according to Intercom: replies and actions may be refused. Give the seat in Intercom's settings, "+
				"or name a teammate who has one: admin = 'ID' in the configuration", admin.Name)
		}
	}
}

// keepToken puts a token where it will be found, and takes it out of the
// other place.
func keepToken(ctx context.Context, s secret.Sources, token secret.Token, toFile bool) (place string, err error) {
	if toFile {
		if s.File == "" {
			return "", config.ErrNoHome
		}
		if s.Keyring != nil { // it is asked first
			if err := s.Keyring.Delete(ctx, s.Account); err != nil && !errors.Is(err, secret.ErrNone) {
				return "", fmt.Errorf("take the old token out of the keyring: %w", err)
			}
		}
		return s.File, secret.WriteFile(s.File, token)
	}
	if err := s.Keyring.Set(ctx, s.Account, token.Reveal()); err != nil {
		return "", fmt.Errorf("write to the keyring: %w", err)
	}
	if err := secret.RemoveFile(s.File); err != nil && !errors.Is(err, secret.ErrNone) {
		return "", fmt.Errorf("remove the old token file: %w", err)
	}
	return "the keyring", nil
}

// warnShadowed says so when another source is asked before.
func (a *app) warnShadowed(s secret.Sources) {
	if _, from, _ := secret.Lookup(a.env.getenv); from != "" { // what is wrong with it is said when it is used
		a.say("%s is set and counts before it", from)
	} else if len(s.Command) > 0 {
		a.say("%s: token_command counts before it", a.cfg.From(config.KeyTokenCommand))
	}
}

func (a *app) logoutCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "logout",
		Short: "Forget the profile's token on this computer",
		Long: `Remove the token from the keyring and from its file. It still works: revoke it
in Intercom's Developer Hub if somebody else may know it. Drafts and what is on
its way out stay.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.logout(cmd.Context()) },
	}
}

func (a *app) logout(ctx context.Context) error {
	if err := a.settled(); err != nil {
		return err
	}
	s := a.tokenSources()
	var gone []string
	var errs []error
	forget := func(place string, err error) {
		switch {
		case err == nil:
			gone = append(gone, place)
		case !errors.Is(err, secret.ErrNone):
			errs = append(errs, fmt.Errorf("%s: %w", place, err))
		}
	}
	if s.Keyring != nil {
		forget("the keyring", s.Keyring.Delete(ctx, s.Account))
	}
	if s.File != "" {
		forget(s.File, secret.RemoveFile(s.File))
	}
	switch {
	case len(gone) > 0:
		a.say("the token of the profile %s is no longer in %s", a.cfg.Profile, strings.Join(gone, " and "))
	case len(errs) == 0:
		a.say("there was no token of the profile %s to forget", a.cfg.Profile)
	}
	if _, from, _ := secret.Lookup(a.env.getenv); from != "" { // what is wrong with it does not matter here
		a.say("%s is still set", from)
	}
	return errors.Join(errs...)
}
