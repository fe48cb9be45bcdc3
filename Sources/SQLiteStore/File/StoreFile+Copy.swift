import EventStore
import Glibc
import SQLiteFiles

// What the recovery of a damaged log needs of bare files.
extension StoreFile {
    /// Opens a file, and no link; the caller closes it.
    static func open(_ path: String, _ flags: Int32) throws(StoreError) -> Int32 {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .failed("\(path): \(reason())") }
        return descriptor
    }

    /// Writes all bytes at a place of an open file.
    static func write(
        _ bytes: [UInt8],
        at offset: Int,
        to descriptor: Int32
    ) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw errno == ENOSPC ? .full : .failed(reason()) }
            done += count
        }
    }

    /// Copies a file; parts that the disk cannot read become zeros.
    static func copy(_ path: String, to copy: String) throws(StoreError) {
        let source = try open(path, O_RDONLY)
        defer { Glibc.close(source) }
        let target = try open(copy, O_CREAT | O_EXCL | O_WRONLY)
        defer { Glibc.close(target) }
        var status = stat()
        guard fstat(source, &status) == 0 else { throw .failed("\(path): \(reason())") }
        let size = Int(status.st_size)
        var (offset, chunk) = (0, [UInt8](repeating: 0, count: pageSize * 16))
        while offset < size {
            let count = pread(source, &chunk, chunk.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            if count <= 0 {
                // One page at a time, so that a bad spot costs no more than it covers.
                offset += try copyPage(source, at: offset, to: target)
                continue
            }
            try write(Array(chunk[..<count]), at: offset, to: target)
            offset += count
        }
    }

    private static func copyPage(
        _ source: Int32,
        at offset: Int,
        to target: Int32
    ) throws(StoreError) -> Int {
        var page = [UInt8](repeating: 0, count: pageSize)
        if pread(source, &page, pageSize, off_t(offset)) < 0 {
            page = [UInt8](repeating: 0, count: pageSize)
        }
        try write(page, at: offset, to: target)
        return pageSize
    }

    /// The size of a page in every log, in bytes.
    static let pageSize = 4096

    /// Writes those fields of a SQLite header that are the same in every log, and those that make
    /// SQLite take the size of the file from the file.
    ///
    /// https://www.sqlite.org/fileformat2.html#the_database_header
    static func mendHeader(of path: String) throws(StoreError) {
        let descriptor = try open(path, O_RDWR)
        defer { Glibc.close(descriptor) }
        let fixed: [(Int, [UInt8])] = [
            (0, Array("SQLite format 3\0".utf8)), (16, [0x10, 0, 2, 2, 0, 64, 32, 32]),
            (28, [0, 0, 0, 0]), (44, [0, 0, 0, 4]), (52, [0, 0, 0, 0]), (56, [0, 0, 0, 1]),
            (64, [0, 0, 0, 0]),
        ]
        for (place, bytes) in fixed { try write(bytes, at: place, to: descriptor) }
    }

    /// Copies pages, counted from 0, to the same places of another file.
    static func copyPages(
        _ pages: [Int],
        of path: String,
        to other: String
    ) throws(StoreError) {
        let source = try open(path, O_RDONLY)
        defer { Glibc.close(source) }
        let target = try open(other, O_RDWR)
        defer { Glibc.close(target) }
        for page in pages {
            var bytes = [UInt8](repeating: 0, count: pageSize)
            guard pread(source, &bytes, pageSize, off_t(page * pageSize)) == pageSize else {
                throw .failed("\(path): \(reason())")
            }
            try write(bytes, at: page * pageSize, to: target)
        }
    }
}
