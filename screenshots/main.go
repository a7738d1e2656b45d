// Command screenshots makes the pictures of the README: it runs the real program through
// scripted scenes and draws what is on the screen, as SVG and as PNG.
//
//	go run ./screenshots           write the pictures beside this program
//	go run ./screenshots -check    compare them with the program, change nothing
//	go run ./screenshots inbox     only the scenes named
//
// It does not photograph a terminal: the cells of the screen are drawn with its own fonts, so
// that every machine makes the same pictures.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, scenes(), os.Args[1:], os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, scenes []Scene, args []string, report io.Writer) error {
	flags := flag.NewFlagSet("screenshots", flag.ContinueOnError)
	flags.SetOutput(report)
	check := flags.Bool("check", false, "compare the pictures with the program instead of writing them")
	dir := flags.String("dir", "screenshots", "the folder of the pictures")
	if err := flags.Parse(args); err != nil {
		return err
	}
	scenes, err := chosen(scenes, flags.Args())
	if err != nil {
		return err
	}
	use := write
	if *check {
		use = compare
	}
	var problems []error
	for _, scene := range scenes {
		pictures, err := shoot(ctx, scene)
		if err != nil {
			problems = append(problems, fmt.Errorf("scene %s: %w", scene.Name, err))
			continue
		}
		for _, p := range pictures {
			if err := use(filepath.Join(*dir, p.name), p.content); err != nil {
				problems = append(problems, err)
			}
		}
	}
	if *check && flags.NArg() == 0 {
		problems = append(problems, strays(*dir, scenes))
	}
	return errors.Join(problems...)
}

func chosen(scenes []Scene, names []string) ([]Scene, error) {
	if len(names) == 0 {
		return scenes, nil
	}
	var some []Scene
	for _, name := range names {
		i := slices.IndexFunc(scenes, func(s Scene) bool { return s.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("there is no scene %q", name)
		}
		some = append(some, scenes[i])
	}
	return some, nil
}

type picture struct {
	name    string
	content []byte
}

// shoot plays a scene and draws its last screen.
func shoot(ctx context.Context, scene Scene) ([]picture, error) {
	f, err := play(ctx, scene)
	if err != nil {
		return nil, err
	}
	svg, err := drawSVG(f)
	if err != nil {
		return nil, fmt.Errorf("draw the SVG: %w", err)
	}
	png, err := drawPNG(f)
	if err != nil {
		return nil, fmt.Errorf("draw the PNG: %w", err)
	}
	return []picture{{scene.Name + ".svg", svg}, {scene.Name + ".png", png}}, nil
}

func write(path string, content []byte) error {
	return os.WriteFile(path, content, 0o644) //nolint:gosec // G306: pictures are for everybody
}

func compare(path string, content []byte) error {
	old, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("%s is missing", path)
	}
	if err != nil {
		return err
	}
	same := bytes.Equal(old, content)
	if !same && filepath.Ext(path) == ".png" {
		if same, err = samePixels(old, content); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if !same {
		return fmt.Errorf("%s no longer shows the program", path)
	}
	return nil
}

// strays returns an error that names pictures in the folder which no scene makes.
func strays(dir string, scenes []Scene) error {
	var problems []error
	for _, pattern := range []string{"*.svg", "*.png"} {
		paths, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return err
		}
		for _, path := range paths {
			name := filepath.Base(path)
			name = name[:len(name)-len(filepath.Ext(name))]
			if !slices.ContainsFunc(scenes, func(s Scene) bool { return s.Name == name }) {
				problems = append(problems, fmt.Errorf("%s belongs to no scene", path))
			}
		}
	}
	return errors.Join(problems...)
}
