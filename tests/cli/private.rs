//! Nothing goes out: the program asks the system for nothing that could reach a network.

/// The names of what a program takes of the system's libraries: the strings that its table of dynamic symbols is linked to (ELF, 64 bits).
#[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
fn taken(program: &[u8]) -> Vec<&[u8]> {
    let number = |at: usize, bytes: usize| {
        program[at..at + bytes].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
    };
    let (sections, size, count) = (number(0x28, 8), number(0x3A, 2), number(0x3C, 2));
    let section = |which: usize| sections + which * size;
    let symbols = (0..count).map(section).find(|at| number(at + 4, 4) == 11).expect("a table of dynamic symbols");
    let strings = section(number(symbols + 0x28, 4));
    let (start, length) = (number(strings + 0x18, 8), number(strings + 0x20, 8));
    program[start..start + length].split(|byte| *byte == 0).collect()
}

#[cfg(all(target_os = "linux", target_pointer_width = "64", target_endian = "little"))]
#[test]
fn the_program_takes_no_function_of_the_system_that_reaches_a_network() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_dateline")).expect("the program is there");
    let names = taken(&program);
    assert!(names.contains(&&b"write"[..]) && names.contains(&&b"open64"[..]), "this is how names stand in it");
    // `socketpair` and `sendmsg` are there for signals and for starting other programs; without these they lead nowhere.
    for name in ["connect", "getaddrinfo", "gethostbyname", "bind", "listen", "accept", "accept4", "sendto"] {
        assert!(!names.contains(&name.as_bytes()), "{name}");
    }
}
