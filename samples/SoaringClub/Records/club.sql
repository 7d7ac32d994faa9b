-- The club's records, made on the first start. Days count from that day, so that there is always something to be done.
create table member (
  id integer primary key, name text not null, email text not null,
  role text not null check (role in ('member', 'student', 'instructor', 'duty officer', 'maintenance', 'secretary')));
create table flying_day (
  day text primary key, ad_hoc integer not null default 0, called_off integer not null default 0,
  proposed_by integer references member);
create table duty (
  day text not null references flying_day, role text not null, member integer not null references member,
  primary key (day, role));
create table logsheet (
  day text primary key references flying_day, flights integer not null, closed integer not null default 0);
create table defect (
  id integer primary key, glider text not null, text text not null, found text not null,
  grounds integer not null, mended text);
create table lesson (
  id integer primary key, day text not null, student integer not null references member,
  instructor integer not null references member, reported integer not null default 0);

-- What has been sent: an attempt that is repeated leaves out what the one before it had sent.
create table letter (
  job text not null, due integer not null, recipient text not null, primary key (job, due, recipient));

insert into member (id, name, email, role) values
  (1, 'Ada Holm', 'ada@club.example', 'duty officer'),
  (2, 'Ben Ortiz', 'ben@club.example', 'instructor'),
  (3, 'Chiara Lang', 'chiara@club.example', 'instructor'),
  (4, 'Dev Patel', 'dev@club.example', 'student'),
  (5, 'Eva Novak', 'eva@club.example', 'student'),
  (6, 'Finn Berg', 'finn@club.example', 'maintenance'),
  (7, 'Gus Meyer', 'gus@club.example', 'member'),
  (8, 'Hana Sato', 'hana@club.example', 'member'),
  (9, 'Iris Kern', 'iris@club.example', 'secretary'),
  (10, 'Jon Wolfe', 'jon@club.example', 'duty officer');

insert into flying_day (day, ad_hoc, proposed_by) values
  (date(@today, '-400 days'), 0, null), (date(@today, '-30 days'), 0, null), (date(@today, '-9 days'), 0, null),
  (date(@today, '-3 days'), 0, null), (date(@today, '-1 day'), 0, null),
  (date(@today, '+1 day'), 0, null), (date(@today, '+2 days'), 1, 7), (date(@today, '+8 days'), 0, null);

insert into duty (day, role, member) values
  (date(@today, '-400 days'), 'tow pilot', 8), (date(@today, '-30 days'), 'tow pilot', 7),
  (date(@today, '-30 days'), 'instructor', 3), (date(@today, '-9 days'), 'duty officer', 10),
  (date(@today, '-3 days'), 'duty officer', 1), (date(@today, '-3 days'), 'instructor', 2),
  (date(@today, '-1 day'), 'duty officer', 10),
  (date(@today, '+1 day'), 'duty officer', 1), (date(@today, '+1 day'), 'instructor', 3),
  (date(@today, '+1 day'), 'tow pilot', 7), (date(@today, '+2 days'), 'instructor', 2);

insert into logsheet (day, flights, closed) values
  (date(@today, '-30 days'), 31, 1), (date(@today, '-9 days'), 24, 0),
  (date(@today, '-3 days'), 17, 0), (date(@today, '-1 day'), 22, 0);

insert into defect (glider, text, found, grounds, mended) values
  ('K-21', 'Nose wheel brake drags', date(@today, '-20 days'), 0, null),
  ('K-21', 'Rear canopy latch bent', date(@today, '-3 days'), 1, null),
  ('LS-4', 'Radio: squelch noisy', date(@today, '-41 days'), 0, null),
  ('Pawnee', 'Tow hook due for inspection', date(@today, '-60 days'), 1, date(@today, '-50 days'));

insert into lesson (day, student, instructor, reported) values
  (date(@today, '-30 days'), 4, 3, 1), (date(@today, '-30 days'), 5, 3, 0),
  (date(@today, '-9 days'), 4, 2, 0), (date(@today, '-1 day'), 5, 2, 0);
