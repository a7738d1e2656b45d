package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"parley/config"
	"parley/config/secret"
)

// tokenSources are the places where the token of the profile may be.
func (a *app) tokenSources() secret.Sources {
	s := secret.Sources{
		Getenv: a.env.getenv, Command: a.cfg.TokenCommand, Stderr: a.env.Stderr,
		Keyring: a.keyring(), Account: a.cfg.Profile,
	}
	if terminal(a.env.Stdin) { // what is piped in is the text of a reply
		s.Stdin = a.env.Stdin
	}
	if dir, err := a.profileDir(); err == nil {
		s.File = filepath.Join(dir, "token")
	}
	return s
}

// keyring returns the keyring of this world, nil when there is none.
func (a *app) keyring() secret.Keyring {
	if a.env.Keyring != nil {
		return a.env.Keyring
	}
	return secret.System(a.env.getenv)
}

// token finds the token of the profile, once.
func (a *app) token(ctx context.Context) (secret.Token, error) {
	if !a.found.Token.IsZero() {
		return a.found.Token, nil
	}
	found, err := secret.Find(ctx, a.tokenSources())
	if e, ok := errors.AsType[*secret.SourceError](err); ok {
		if e.From == string(config.KeyTokenCommand) && ctx.Err() == nil {
			return secret.Token{}, a.cfg.Wrong(config.KeyTokenCommand, e.Err.Error(), "a program that prints the token on its first line")
		}
		return secret.Token{}, usagef("%w", err)
	}
	if err != nil {
		return secret.Token{}, err
	}
	if found.Token.IsZero() {
		return secret.Token{}, a.noToken(found.Keyring)
	}
	a.found = found
	return found.Token, nil
}

// noToken is what every command says that needs Intercom and has no token.
func (a *app) noToken(keyring error) error {
	login := "parley login"
	if a.cfg.Profile != config.DefaultProfile {
		login += " --profile " + a.cfg.Profile
	}
	sentence := fmt.Sprintf("There is no token. Run `%s`, or set INTERCOM_TOKEN to an access token of your workspace "+
		"(Intercom's Developer Hub makes one); `parley demo` needs nothing.", login)
	if keyring != nil {
		sentence += fmt.Sprintf(" The keyring could not be asked: %v.", keyring)
	}
	return &problem{code: ExitUnauthorized, sentence: sentence}
}

// firstLine reads the first line of a stream that is no terminal.
func firstLine(r io.Reader) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxToken))
	if err != nil {
		return "", err
	}
	for i, c := range b {
		if c == '\n' {
			return string(b[:i]), nil
		}
	}
	return string(b), nil
}

// maxToken is how many bytes of standard input are read for a token.
const maxToken = 64 << 10
