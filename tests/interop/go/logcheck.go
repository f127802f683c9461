// Command logcheck reads a public log as Go's own module log would be read: with golang.org/x/mod/sumdb,
// by people who never saw this project. What it adds is names only: C2SP tlog-tiles has other paths than
// sumdb, and a cosignature another kind of key.
//
//	logcheck verify DIR CHECKPOINT LOGKEY [WITNESSKEY…]   every signature, entry and tile; says what it found
//	logcheck prove DIR CHECKPOINT LOGKEY INDEX OLD        proofs that it made and checked, from tiles alone
//	logcheck sign NAME SEED-IN-BASE64                     signs the text on its standard input
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // levels in a tile

func main() {
	log.SetFlags(0)
	switch arguments := os.Args[1:]; {
	case len(arguments) >= 4 && arguments[0] == "verify":
		verify(arguments[1], open(arguments[2], arguments[3:]))
	case len(arguments) == 6 && arguments[0] == "prove":
		prove(arguments[1], open(arguments[2], arguments[3:4]), number(arguments[4]), number(arguments[5]))
	case len(arguments) == 3 && arguments[0] == "sign":
		sign(arguments[1], arguments[2])
	default:
		log.Fatal("usage: see the head of logcheck.go")
	}
}

// open gives the tree of a checkpoint that the log and all the witnesses signed.
func open(path string, keys []string) tlog.Tree {
	raw, err := os.ReadFile(path)
	check(err)
	verifiers := []note.Verifier{logKey(keys[0])}
	for _, key := range keys[1:] {
		verifiers = append(verifiers, witnessKey(key))
	}
	opened, err := note.Open(raw, note.VerifierList(verifiers...))
	check(err)
	if len(opened.Sigs) != len(verifiers) {
		log.Fatalf("%d of %d keys signed", len(opened.Sigs), len(verifiers))
	}
	for _, seal := range opened.Sigs[1:] {
		raw, err := base64.StdEncoding.DecodeString(seal.Base64)
		check(err)
		fmt.Println("witness", seal.Name, binary.BigEndian.Uint64(raw[4:]))
	}
	return parse(opened.Text, verifiers[0].Name())
}

// parse reads a checkpoint's three lines; sumdb's own reader wants another first line.
func parse(text, origin string) tlog.Tree {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		log.Fatal("not a checkpoint of this log")
	}
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: number(lines[1]), Hash: root}
}

// verify hashes all entries again, and compares the root and every tile with what that gives.
func verify(dir string, tree tlog.Tree) {
	hashes := memory{}
	for n := int64(0); n < tree.N; n++ {
		if n%256 == 0 {
			hashes.entries = readEntries(dir, n/256, min(256, tree.N-n))
		}
		stored, err := tlog.StoredHashes(n, hashes.entries[n%256], &hashes)
		check(err)
		hashes.stored = append(hashes.stored, stored...)
	}
	root, err := tlog.TreeHash(tree.N, &hashes)
	check(err)
	if tree.N == 0 { // this version of sumdb answers zeros; RFC 6962 has the hash of nothing
		root = sha256.Sum256(nil)
	}
	if root != tree.Hash {
		log.Fatal("the entries do not give the checkpoint's root")
	}
	count := 0
	for _, tile := range tlog.NewTiles(height, 0, tree.N) {
		if tile.W < 256 && int64(tile.W) != tree.N>>(height*tile.L)-tile.N*256 {
			continue // narrower: served only if a checkpoint was published for it
		}
		count++
		expected, err := tlog.ReadTileData(tile, &hashes)
		check(err)
		if !bytes.Equal(expected, read(dir, tile)) {
			log.Fatalf("%s is not what the entries give", tile.Path())
		}
	}
	fmt.Println("verified", tree.N, root, count)
}

// prove makes and checks both kinds of proof with nothing but hash tiles, which the root authenticates.
func prove(dir string, tree tlog.Tree, index, old int64) {
	hashes := tlog.TileHashReader(tree, tiles(dir))
	leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	check(err)
	record, err := tlog.ProveRecord(tree.N, index, hashes)
	check(err)
	check(tlog.CheckRecord(record, tree.N, tree.Hash, index, leaf[0]))
	before, err := tlog.TreeHash(old, hashes)
	check(err)
	growth, err := tlog.ProveTree(tree.N, old, hashes)
	check(err)
	check(tlog.CheckTree(growth, tree.N, tree.Hash, old, before))
	for _, hash := range record {
		fmt.Println("record", hash)
	}
	for _, hash := range growth {
		fmt.Println("tree", hash)
	}
}

// sign makes a note as Go makes one.
func sign(name, seed string) {
	raw, err := base64.StdEncoding.DecodeString(seed)
	check(err)
	public := ed25519.NewKeyFromSeed(raw).Public().(ed25519.PublicKey)
	vkey, err := note.NewEd25519VerifierKey(name, public)
	check(err)
	id := strings.Split(vkey, "+")[1]
	private := base64.StdEncoding.EncodeToString(append([]byte{1}, raw...))
	signer, err := note.NewSigner("PRIVATE+KEY+" + name + "+" + id + "+" + private)
	check(err)
	text, err := io.ReadAll(os.Stdin)
	check(err)
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	check(err)
	os.Stdout.Write(signed)
}

func logKey(vkey string) note.Verifier {
	verifier, err := note.NewVerifier(vkey)
	check(err)
	return verifier
}

// witness is a verifier of C2SP tlog-cosignature, which sumdb has not.
type witness struct {
	name   string
	public []byte
}

func witnessKey(vkey string) witness {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	if key[0] != 4 {
		log.Fatal("not a witness's key")
	}
	return witness{parts[0], key[1:]}
}

func (w witness) Name() string { return w.name }

func (w witness) KeyHash() uint32 {
	sum := sha256.Sum256(append([]byte(w.name+"\n\x04"), w.public...))
	return binary.BigEndian.Uint32(sum[:])
}

func (w witness) Verify(text, seal []byte) bool {
	if len(seal) != 8+ed25519.SignatureSize {
		return false
	}
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(seal), text)
	return ed25519.Verify(w.public, []byte(message), seal[8:])
}

// memory is every hash of the tree so far, in sumdb's own order.
type memory struct {
	stored  []tlog.Hash
	entries [][]byte
}

func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = m.stored[index]
	}
	return hashes, nil
}

// tiles reads hash tiles from a folder.
type tiles string

func (dir tiles) Height() int                     { return height }
func (dir tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(wanted))
	for i, tile := range wanted {
		data[i] = read(string(dir), tile)
	}
	return data, nil
}

// read maps sumdb's tile/8/0/000 to tile/0/000, and tile/8/data/000 to tile/entries/000.
func read(dir string, tile tlog.Tile) []byte {
	path := strings.TrimPrefix(tile.Path(), "tile/8/")
	if tile.L == -1 {
		path = "entries" + strings.TrimPrefix(path, "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "tile", path))
	check(err)
	return raw
}

func readEntries(dir string, index, width int64) [][]byte {
	raw := read(dir, tlog.Tile{H: height, L: -1, N: index, W: int(width)})
	entries := make([][]byte, width)
	for i := range entries {
		end := 2 + int(binary.BigEndian.Uint16(raw))
		entries[i], raw = raw[2:end], raw[end:]
	}
	if len(raw) != 0 {
		log.Fatal("more entries than there should be")
	}
	return entries
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	check(err)
	return n
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
