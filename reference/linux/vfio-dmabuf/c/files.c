/*
 * What fs/ has for dma-buf.c and vfio_main.c: inodes, files and their references, file systems of the kernel's own. The
 * last reference of a file releases it when the call ends, as a task's work on its way back to the user.
 */
#include <linux/dcache.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/mount.h>
#include <linux/pseudo_fs.h>

#include "files.h"
#include "glue.h"

/* A file with what hangs on it. */
struct stand_file {
  struct file file;
  struct dentry dentry;
  struct stand_file *next;
};

/* A mount knows the dentry operations of its file system. */
struct stand_mount {
  struct vfsmount mount;
  struct super_block super;
  const struct dentry_operations *dentry_operations;
};

struct file *files_installed;
int files_refuse_file, files_refuse_fd;
static struct stand_file *dropped;

struct inode *alloc_anon_inode(struct super_block *super) {
  struct inode *inode = stand_allocate(sizeof *inode);
  inode->i_mapping = &inode->i_data;
  return inode;
}

void iput(struct inode *inode) {}
void inode_set_bytes(struct inode *inode, loff_t bytes) {}

struct pseudo_fs_context *init_pseudo(struct fs_context *context, unsigned long magic) {
  context->fs_private = stand_allocate(sizeof(struct pseudo_fs_context));
  return context->fs_private;
}

struct vfsmount *kern_mount(struct file_system_type *type) {
  struct fs_context context = {};
  struct stand_mount *mount = stand_allocate(sizeof *mount);
  int ret = type->init_fs_context(&context);
  if (ret) return ERR_PTR(ret);
  mount->dentry_operations = ((struct pseudo_fs_context *)context.fs_private)->dops;
  mount->mount.mnt_sb = &mount->super;
  return &mount->mount;
}

int simple_pin_fs(struct file_system_type *type, struct vfsmount **mount, int *count) {
  if (!*mount) *mount = kern_mount(type);
  ++*count;
  return 0;
}

void simple_release_fs(struct vfsmount **mount, int *count) {
  --*count;
}

struct file *alloc_file_pseudo(struct inode *inode, struct vfsmount *mount, const char *name, int flags,
                               const struct file_operations *operations) {
  if (files_refuse_file) return ERR_PTR(files_refuse_file);
  struct stand_file *whole = stand_allocate(sizeof *whole);
  struct file *file = &whole->file;
  whole->dentry.d_op = container_of(mount, struct stand_mount, mount)->dentry_operations;
  file->__f_path.dentry = &whole->dentry;
  file->f_inode = inode;
  file->f_op = operations;
  file->f_flags = flags;
  file_ref_init(&file->f_ref, 1);
  return file;
}

/* Of a file on its way to its release there is no reference to be had. */
struct file *get_file_active(struct file **place) {
  return *place && file_ref_read(&(*place)->f_ref) && file_ref_get(&(*place)->f_ref) ? *place : NULL;
}

/* A file without references: between "one" and "dead" as linux/file_ref.h counts. */
void fput(struct file *file) {
  if (atomic_long_dec_return(&file->f_ref.refcnt) >= 0) return;
  if (atomic_long_read(&file->f_ref.refcnt) != FILE_REF_NOREF) stand_end("bug", "a file reference is given back twice");
  atomic_long_set(&file->f_ref.refcnt, FILE_REF_DEAD);
  struct stand_file *whole = container_of(file, struct stand_file, file);
  whole->next = dropped;
  dropped = whole;
}

void files_release(void) {
  while (dropped) {
    struct stand_file *whole = dropped;
    dropped = whole->next;
    if (whole->file.f_op->release) whole->file.f_op->release(whole->file.f_inode, &whole->file);
    if (whole->dentry.d_op && whole->dentry.d_op->d_release) whole->dentry.d_op->d_release(&whole->dentry);
  }
}

int get_unused_fd_flags(unsigned flags) {
  return files_refuse_fd ? files_refuse_fd : 3;
}

void put_unused_fd(unsigned int fd) {}

void fd_install(unsigned int fd, struct file *file) {
  files_installed = file;
}
