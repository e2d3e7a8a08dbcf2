//! Records against those of the `csv` crate.

use super::Records;

/// The cells of each record, or what the reader refused.
fn ours(mut file: &[u8]) -> Result<Vec<Vec<Vec<u8>>>, String> {
    let mut records = Records::new(&mut file).map_err(|error| error.to_string())?;
    let mut all = Vec::new();
    let mut heading = None;
    loop {
        let found = match heading {
            None => records.next_record(),
            Some(heading) => records.next_row(heading),
        };
        if !found.map_err(|error| error.to_string())? {
            return Ok(all);
        }
        all.push(records.cells().map(<[u8]>::to_vec).collect::<Vec<_>>());
        heading = heading.or(all.first().map(Vec::len));
    }
}

/// The same by the `csv` crate.
fn theirs(file: &[u8]) -> Result<Vec<Vec<Vec<u8>>>, String> {
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file);
    let records = reader.byte_records();
    let cells = records
        .map(|record| record.map(|record| record.iter().map(<[u8]>::to_vec).collect::<Vec<_>>()));
    cells
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}

#[test]
fn records_are_those_of_the_csv_crate() {
    // All files of up to six of the characters that matter.
    let characters = b"a,\"\n\r";
    for length in 0..=6 {
        for number in 0..characters.len().pow(length) {
            let mut left = number;
            let mut file = b"h,i\n".to_vec();
            for _ in 0..length {
                file.push(characters[left % characters.len()]);
                left /= characters.len();
            }
            let (ours, theirs) = (ours(&file), theirs(&file));
            match (&ours, &theirs) {
                (Err(ours), Err(theirs)) => {
                    let words = |error: &str| error.rsplit("): ").next().map(str::to_owned);
                    assert_eq!(words(ours).as_deref(), words(theirs).as_deref());
                }
                _ => assert_eq!(ours, theirs, "{:?}", String::from_utf8_lossy(&file)),
            }
        }
    }
}

#[test]
fn records_may_be_cut_anywhere() {
    // Longer than a part, with quotes, line ends in cells and lengths that fall anywhere.
    let mut file = b"name,votes\r\n".to_vec();
    for row in 0..20_000 {
        let name = "x".repeat(row % 13);
        file.extend_from_slice(format!("\"{name}\n\"\"{row}\"\"\",{row}\r\n").as_bytes());
        file.extend_from_slice(format!("\"{name},\",{row}\r\n").as_bytes());
    }
    assert_eq!(ours(&file), theirs(&file));
    let long = format!("name,votes\n\"{}\",5\n1,2\n", "y,\n".repeat(200_000));
    assert_eq!(ours(long.as_bytes()), theirs(long.as_bytes()));
}

#[test]
fn lines_are_counted_in_any_file() {
    for file in [
        "a,b\n1,2\n\n3\n",
        "a,b\r\n1,2\r\n\r\n3\r\n",
        "a,b\n\"1\n\",2\n3\n",
        "a,b\n\"1\n\"\"\",2\n3\n",
    ] {
        let error = ours(file.as_bytes()).unwrap_err();
        assert!(error.starts_with("line 4"), "{file:?}: {error}");
    }
}
