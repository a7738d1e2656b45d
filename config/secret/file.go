package secret

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// readFile reads a token file after making sure that nobody else can.
func readFile(path string) (string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNone
	}
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("look at the token file: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", errors.New("it is not a file")
	}
	if err := private(info, path); err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, maxLine))
	if err != nil {
		return "", fmt.Errorf("read the token: %w", err)
	}
	return string(b), nil
}

// WriteFile puts a token into a file that only its owner can read. The file
// is whole or not there, whenever the program ends.
func WriteFile(path string, t Token) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder of the token: %w", err)
	}
	f, err := os.CreateTemp(dir, ".token-*") // 0600 by its documentation
	if err != nil {
		return fmt.Errorf("write the token: %w", err)
	}
	_, err = io.WriteString(f, t.Reveal()+"\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write the token: %w", err), os.Remove(f.Name()))
	}
	return nil
}

// RemoveFile removes a token file. ErrNone says that there was none.
func RemoveFile(path string) error {
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNone
	}
	return err
}
