package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"parley/config"
	"parley/ui/theme"
)

// configInit writes the file to begin with.
func (a *app) configInit() *cobra.Command {
	return &cobra.Command{
		Use:   "init",
		Short: "Write a configuration file with every setting, commented out; it never replaces one",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if a.cfgErr != nil {
				return a.cfgErr
			}
			if a.cfg.Path == "" {
				return usagef("%w", config.ErrNoHome)
			}
			if err := os.MkdirAll(filepath.Dir(a.cfg.Path), 0o700); err != nil {
				return fmt.Errorf("make the folder of the configuration: %w", err)
			}
			f, err := os.OpenFile(a.cfg.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
			if errors.Is(err, fs.ErrExist) {
				return usagef("%s is there already; it is not replaced", a.cfg.Path)
			}
			if err != nil {
				return fmt.Errorf("write the configuration: %w", err)
			}
			_, err = f.WriteString(config.Example)
			if err := errors.Join(err, f.Close()); err != nil {
				return fmt.Errorf("write the configuration: %w", err)
			}
			_, err = fmt.Fprintln(a.out, a.cfg.Path)
			return err
		},
	}
}

// configExample prints files to begin with.
func (a *app) configExample() *cobra.Command {
	return &cobra.Command{
		Use:   "example [settings | theme]",
		Short: "Print a commented configuration file, or a theme, to begin with",
		Example: "  parley config example | less\n" +
			"  mkdir -p ~/.config/parley/themes && parley config example theme > ~/.config/parley/themes/mine.toml",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"settings", "theme"},
		RunE: func(_ *cobra.Command, args []string) error {
			text := config.Example
			if len(args) > 0 && args[0] == "theme" {
				text = theme.Example()
			}
			_, err := io.WriteString(a.out, text)
			return err
		},
	}
}
