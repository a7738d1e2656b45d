package sandbox

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"image"
	"image/color"
	_ "image/gif"  // sizes of uploaded images
	_ "image/jpeg" // sizes of uploaded images
	"image/png"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"
)

// attachmentPath serves files, as Intercom's CDN does: no token, but signed
// addresses that run out.
const attachmentPath = "/attachments/"

// signedFor is how long an attachment address is good for.
const signedFor = 30 * time.Minute

func isAttachment(r *http.Request) bool {
	return r.Method == http.MethodGet && strings.HasPrefix(r.URL.Path, attachmentPath)
}

// fileURL is a fresh signed address of f.
func (e encoder) fileURL(f *file) string {
	expires := strconv.FormatInt(e.now+int64(signedFor/time.Second), 10)
	q := url.Values{"expires": {expires}, "signature": {e.w.sign(f.id, expires)}, "req": {f.id[:8]}}
	return e.base + attachmentPath + f.id + "/" + url.PathEscape(f.name) + "?" + q.Encode()
}

func (w *workspace) sign(fileID, expires string) string {
	mac := hmac.New(sha256.New, w.secret)
	mac.Write([]byte(fileID + " " + expires))
	return hex.EncodeToString(mac.Sum(nil))
}

// serveAttachment answers a signed address; 403 when the signature is wrong
// or too old, 400 when the token was sent along, which leaks it to a CDN.
func (c *call) serveAttachment() answer {
	plain := func(status int, text string) answer {
		return answer{status: status, contentType: "text/plain; charset=utf-8", body: []byte(text)}
	}
	if c.r.Header.Get("Authorization") != "" {
		return plain(http.StatusBadRequest, "only one auth mechanism allowed: do not send the access token to a signed address")
	}
	fileID, _, _ := strings.Cut(strings.TrimPrefix(c.r.URL.Path, attachmentPath), "/")
	var f *file
	for _, x := range c.w.files {
		if x.id == fileID {
			f = x
		}
	}
	if f == nil {
		return plain(http.StatusNotFound, "no such file")
	}
	q := c.r.URL.Query()
	expires, err := strconv.ParseInt(q.Get("expires"), 10, 64)
	if err != nil || !hmac.Equal([]byte(q.Get("signature")), []byte(c.w.sign(fileID, q.Get("expires")))) {
		return plain(http.StatusForbidden, "bad signature")
	}
	if expires < c.now {
		return plain(http.StatusForbidden, "signature expired")
	}
	disposition := mime.FormatMediaType("attachment", map[string]string{"filename": f.name})
	return answer{
		status: http.StatusOK, contentType: f.contentType, body: f.data,
		header: http.Header{"Content-Disposition": {disposition}, "X-Content-Type-Options": {"nosniff"}},
	}
}

// addFile keeps data and returns it as an attachment. The key tells files of
// one name apart.
func (w *workspace) addFile(key, name, contentType string, data []byte) attachment {
	sum := sha256.Sum256([]byte(key + "\x00" + name))
	f := &file{id: hex.EncodeToString(sum[:12]), name: name, contentType: contentType, data: data}
	if cfg, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		f.width, f.height = cfg.Width, cfg.Height
	}
	w.files[key] = f
	return attachment{file: f}
}

// addRemote stands in for a file behind an address in attachment_urls. The
// sandbox fetches nothing: it makes an image or a text that says so.
func (w *workspace) addRemote(key, address string) attachment {
	u, err := url.Parse(address)
	if err != nil {
		u = &url.URL{Path: "file"}
	}
	name := path.Base(u.Path)
	if name == "." || name == "/" {
		name = "file"
	}
	contentType := mime.TypeByExtension(path.Ext(name))
	if strings.HasPrefix(contentType, "image/") {
		return w.addFile(key, name, "image/png", picture(96, 64))
	}
	if contentType == "" {
		contentType = "application/octet-stream"
	}
	return w.addFile(key, name, contentType, []byte("The sandbox does not fetch "+address+"\n"))
}

// picture is a small gradient in garden colours.
func picture(width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.SetRGBA(x, y, color.RGBA{R: uint8(40 + 90*x/width), G: uint8(110 + 90*y/height), B: 70, A: 255})
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil // a bytes.Buffer takes everything
	}
	return buf.Bytes()
}
