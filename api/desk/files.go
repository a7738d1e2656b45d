package desk

import (
	"errors"
	"fmt"
	"io"
	"os"

	"parley/api/store"
)

// maxMail is how many bytes of files one reply may carry: Intercom's limit
// for a whole email.
const maxMail = 20 << 20

// readFiles reads attachments as they are now: what goes out is what was
// confirmed, whatever becomes of the files.
func readFiles(files []File) ([]store.File, error) {
	var out []store.File
	total := 0
	for _, f := range files {
		data, err := readFile(f.Path, maxMail-total)
		if err != nil {
			return nil, fmt.Errorf("attach %s: %w", f.Name, err)
		}
		total += len(data)
		out = append(out, store.File{Name: f.Name, ContentType: f.ContentType, Data: data})
	}
	return out, nil
}

func readFile(path string, limit int) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	if fi, err := f.Stat(); err != nil {
		return nil, err
	} else if !fi.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	data, err := io.ReadAll(io.LimitReader(f, int64(limit)+1))
	if err != nil {
		return nil, err
	}
	if len(data) > limit {
		return nil, fmt.Errorf("the files of one reply may have %d MB together", maxMail>>20)
	}
	return data, nil
}
